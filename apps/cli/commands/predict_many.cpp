#include "commands/predict_many.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "data/sample.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "terminal/csv.h"
#include "terminal/print.h"
#include "terminal/terminal.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kTogether = 64;               // read and asked at once
constexpr auto kQuietFor = std::chrono::seconds(1);  // until progress is shown
constexpr int kWidestName = 60;

// One line of the results.
struct Asked {
  std::string name;
  std::vector<float> input, outputs;
  std::optional<std::int64_t> length;  // of a sequence
  std::string error;                   // why there is no answer
  int code = kOk;

  void fail(int with, const std::string& why) { code = with, error = why; }
};

// What the network takes in this folder and in those within it, sorted.
std::vector<Asked> found_in(const fs::path& folder, const Model& model) {
  const InputForm form = form_to_read(model);
  std::vector<fs::path> files;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(folder, options, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code ignored;
    if (name.starts_with(".")) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored) && form.takes(it->path().string())) {
      files.push_back(it->path());
    }
  }
  std::ranges::sort(files);
  std::vector<Asked> found;
  for (const fs::path& file : files) found.emplace_back().name = file.string();
  if (error || files.empty()) {
    Asked& none = found.emplace_back();
    none.name = folder.string();
    if (error) {
      none.fail(kFailed,
                fmt::format("cannot read the folder '{}': {}", folder.string(), error.message()));
    } else {
      none.fail(kBadFile,
                fmt::format("there are no {} in the folder '{}'",
                            form.sound() ? "recordings (WAV, FLAC, Ogg)" : "pictures (PNG, JPEG)",
                            folder.string()));
    }
  }
  return found;
}

void read_one(Asked& asked, const Model& model, const ManyOptions& options, OpenSets& open) {
  if (asked.code != kOk) return;
  try {
    Sample sample = read_sample(model, asked.name, options.data_dir, options.reading, &open);
    asked.input = std::move(sample.input);
    asked.length = sample.length;
  } catch (const UsageError& error) {
    asked.fail(kUsage, error.what());
  } catch (const Error& error) {
    asked.fail(exit_code_of(error), error.what());
  } catch (const std::exception& error) {
    asked.fail(kFailed, error.what());
  }
}

// Reads them, shared out among threads, and asks about all that could be read at once.
void ask(std::span<Asked> all, const Model& model, const ManyOptions& options, OpenSets& open,
         Engine& engine, Session& session) {
  std::atomic<std::size_t> next{0};
  engine.pool.run([&](int) {
    for (std::size_t i = next++; i < all.size(); i = next++) read_one(all[i], model, options, open);
  });
  std::vector<float> inputs;
  std::vector<std::int64_t> lengths;
  std::vector<Asked*> rows;
  for (Asked& asked : all) {
    if (asked.code != kOk) continue;
    inputs.insert(inputs.end(), asked.input.begin(), asked.input.end());
    asked.input = {};
    if (asked.length) lengths.push_back(*asked.length);
    rows.push_back(&asked);
  }
  if (rows.empty()) return;
  const std::vector<float> outputs = session.forward(inputs, std::ssize(rows), lengths);
  const std::size_t each = outputs.size() / rows.size();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto begin = outputs.begin() + static_cast<std::ptrdiff_t>(r * each);
    rows[r]->outputs.assign(begin, begin + static_cast<std::ptrdiff_t>(each));
    if (brightest(rows[r]->outputs) >= 0) continue;
    rows[r]->fail(kBadFile, "the network gives no answer, its outputs are not finite");
  }
}

// How a result is told: one of three ways.
class Teller {
 public:
  Teller(const Model& model, const ManyOptions& options, const Common& common,
         const std::vector<Asked>& all)
      : model_(model), options_(options), json_(common.json) {
    screen_ = Screen::of(stdout, common.color);
    for (const Asked& asked : all) names_ = std::max(names_, columns(asked.name));
    for (const std::string& name : class_names(model)) answers_ = std::max(answers_, columns(name));
    if (options.threshold) answers_ = std::max(answers_, columns(say_text(kNoneOfThese)));
    names_ = std::min(names_, kWidestName);
    if (json_) return;
    if (options.csv) {
      write_text(stdout, "file,answer,best_guess,confidence,error\r\n");
    } else {
      print("  {}\n",
            screen_.dim(fmt::format("{}   {}   {}", pad_right(say("file"), names_),
                                    pad_right(say("answer"), answers_), say("confidence"))));
    }
  }

  void tell(const Asked& asked) const {
    const int answer = brightest(asked.outputs);
    const Answer said =
        answer < 0 ? Answer{} : Answer::of(model_, asked.outputs, options_.threshold);
    if (json_) {
      tell_json(asked, said);
    } else if (options_.csv) {
      const std::string sure = said.confidence ? fmt::format("{:.6f}", *said.confidence) : "";
      write_text(stdout, fmt::format("{},{},{},{},{}\r\n", csv_field(asked.name),
                                     csv_field(said.none ? "" : said.best), csv_field(said.best),
                                     sure, csv_field(asked.error)));
    } else {
      tell_row(asked, said);
    }
  }

 private:
  void tell_json(const Asked& asked, const Answer& said) const {
    nlohmann::ordered_json line{{"file", asked.name}};
    if (asked.code != kOk) {
      line["answer"] = nullptr;
      line["error"] = asked.error;
    } else {
      said.add_to(line);
      line["activations"] = std::vector<double>(asked.outputs.begin(), asked.outputs.end());
    }
    print_json(line);
  }

  void tell_row(const Asked& asked, const Answer& said) const {
    const std::string name = pad_right(asked.name, names_);
    if (asked.code != kOk) {
      print("  {}   {}   {}\n", name, screen_.dim(pad_right("–", answers_)), retold(asked.error));
      return;
    }
    const std::string answer = pad_right(said.none ? say_text(kNoneOfThese) : said.best, answers_);
    print("  {}   {}   {}{}\n", name, said.none ? screen_.dim(answer) : screen_.bold(answer),
          said.confidence ? pad_left(percent(*said.confidence), 10) : pad_left("–", 10),
          said.none ? screen_.dim(say("   best guess: {}", said.best)) : "");
  }

  const Model& model_;
  const ManyOptions& options_;
  bool json_;
  Screen screen_;
  int names_ = 4, answers_ = 6;
};

}  // namespace

bool are_many(const std::vector<std::string>& words) {
  std::error_code ignored;
  return words.size() > 1 || fs::is_directory(words.front(), ignored);
}

int predict_many(const Model& model, const ManyOptions& options, const Common& common) {
  std::vector<Asked> all;
  for (const std::string& word : options.words) {
    std::error_code ignored;
    if (fs::is_directory(word, ignored)) {
      std::ranges::move(found_in(word, model), std::back_inserter(all));
    } else {
      all.emplace_back().name = word;
    }
  }
  const auto engine = common.engine();
  Session session = answering(*engine, model, std::min(kTogether, std::ssize(all)));
  OpenSets open;
  const Teller teller(model, options, common, all);
  StatusLine status(stderr, Screen::of(stderr, common.color));
  const auto begin = Clock::now();
  int code = kOk;
  std::size_t failed = 0;
  for (std::size_t done = 0; done < all.size();) {
    const std::size_t count = std::min(static_cast<std::size_t>(kTogether), all.size() - done);
    const std::span<Asked> some = std::span(all).subspan(done, count);
    ask(some, model, options, open, *engine, session);
    status.clear();
    for (Asked& asked : some) {
      teller.tell(asked);
      if (code == kOk) code = asked.code;
      failed += asked.code != kOk ? 1 : 0;
      asked.outputs = {};
    }
    flush(stdout);
    done += count;
    if (stdout_failure() != 0) return code;
    if (Clock::now() - begin < kQuietFor || !status.due()) continue;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    status.draw(
        {say("{} of {}", grouped(static_cast<std::int64_t>(done)), grouped(std::ssize(all))),
         say("{} a second", rate(static_cast<double>(done) / seconds))});
  }
  status.clear();
  if (failed > 0) {
    print(stderr, "glia: no answer to {} of {}; their lines say why\n", failed, all.size());
  }
  return code;
}

}  // namespace glia::cli
