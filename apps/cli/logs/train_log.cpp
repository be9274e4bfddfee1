#include "logs/train_log.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include "cli.h"
#include "figures/figures.h"
#include "glia/error.h"
#include "glia/file.h"
#include "logs/epoch_table.h"
#include "logs/event_file.h"
#include "terminal/out_file.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTable = "csv:", kEvents = "tensorboard:";

std::string why() { return std::generic_category().message(errno); }

// Says once that a place refuses.
class Complaint {
 public:
  explicit Complaint(std::function<void(const std::string&)> tell) : tell_(std::move(tell)) {}
  void make(const std::string& place, const std::string& reason) {
    if (!made_) tell_(fmt::format("cannot write '{}': {}; the training goes on", place, reason));
    made_ = true;
  }

 private:
  std::function<void(const std::string&)> tell_;
  bool made_ = false;
};

// The rows of the epochs that are done, of a training that goes on.
std::string rows_until(const std::string& path, std::uint64_t done) {
  std::string kept = epoch_titles();
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    std::uint64_t epoch = 0;
    const auto read = std::from_chars(line.data(), line.data() + line.size(), epoch);
    if (read.ec == std::errc{} && epoch <= done && line.ends_with('\r')) kept += line + '\n';
  }
  return kept;
}

class TableLog : public Observer {
 public:
  TableLog(std::string path, LogOptions options)
      : path_(std::move(path)), by_class_(options.by_class), complaint_(std::move(options.tell)) {
    save_file(path_, options.done > 0 ? rows_until(path_, options.done) : epoch_titles());
    file_.reset(std::fopen(path_.c_str(), "ab"));
    if (!file_) throw Error(ErrorCode::io, fmt::format("cannot write '{}': {}", path_, why()));
  }

  void epoch(const EpochReport& report) override {
    const std::string row = epoch_row(report, by_class_);
    const bool written = std::fwrite(row.data(), 1, row.size(), file_.get()) == row.size();
    if (!written || std::fflush(file_.get()) != 0) complaint_.make(path_, why());
  }

 private:
  std::string path_;
  bool by_class_;
  Complaint complaint_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, std::fclose};
};

// A run each for what is learnt from, validated and tested on, so that the curves of one kind lie
// over one another.
class EventLog : public Observer {
 public:
  EventLog(std::string dir, LogOptions options)
      : dir_(std::move(dir)), by_class_(options.by_class), complaint_(std::move(options.tell)) {
    file_of("train");
  }

  void epoch(const EpochReport& report) override {
    std::vector<EventFile::Scalar> scalars = of(report.cost, report.train_accuracy);
    scalars.push_back({"learning_rate", report.learning_rate});
    scalars.push_back({"samples_per_second", report.samples_per_second});
    add("train", report, scalars);
    if (report.validation) {
      add("validation", report, of(report.validation->cost, report.validation->accuracy));
    }
    if (report.test) add("test", report, of(report.test->cost, report.test->accuracy));
  }

 private:
  EventFile& file_of(const std::string& run) {
    const auto found = files_.find(run);
    if (found != files_.end()) return found->second;
    return files_.emplace(run, EventFile((fs::path(dir_) / run).string())).first->second;
  }

  std::vector<EventFile::Scalar> of(double cost, double accuracy) const {
    std::vector<EventFile::Scalar> scalars{{"cost", cost}};
    if (by_class_) scalars.push_back({"accuracy", accuracy});
    return scalars;
  }

  void add(const std::string& run, const EpochReport& report,
           const std::vector<EventFile::Scalar>& scalars) {
    try {
      const auto step = static_cast<std::int64_t>(report.epoch);
      if (!file_of(run).add(step, scalars)) complaint_.make(dir_, why());
    } catch (const Error&) {
      complaint_.make(dir_, why());
    }
  }

  std::string dir_;
  bool by_class_;
  Complaint complaint_;
  std::map<std::string, EventFile> files_;
};

}  // namespace

void check_log(const std::string& log, const std::vector<std::string>& reads) {
  const bool table = log.starts_with(kTable), events = log.starts_with(kEvents);
  if ((!table || log.size() == kTable.size()) && (!events || log.size() == kEvents.size())) {
    throw UsageError(fmt::format("--log {}: expected csv:FILE or tensorboard:DIR", log));
  }
  if (!table) return;
  const std::string file = table_of_log(log);
  check_replaces(file, FileKind::epochs, reads, "--log");
  check_writable(file);
}

std::string table_of_log(const std::string& log) {
  return log.starts_with(kTable) ? log.substr(kTable.size()) : "";
}

std::unique_ptr<Observer> open_log(const std::string& log, LogOptions options) {
  if (log.starts_with(kTable)) {
    return std::make_unique<TableLog>(table_of_log(log), std::move(options));
  }
  return std::make_unique<EventLog>(log.substr(kEvents.size()), std::move(options));
}

void check_curves(const std::string& path, const std::vector<std::string>& reads) {
  const bool table = path.ends_with(".csv"), drawing = path.ends_with(".svg");
  if (!path.ends_with(".png") && !drawing && !table) {
    throw UsageError(
        fmt::format("--curves {}: expected a name that ends in .png, .svg or .csv", path));
  }
  if (table) {
    check_replaces(path, FileKind::epochs, reads, "--curves");
  } else {
    check_can_draw(path, reads, "--curves", drawing ? FileKind::drawing : FileKind::picture);
  }
  check_writable(path);
}

void save_curves(const std::vector<EpochReport>& reports, const CurvesOf& of,
                 const std::string& path) {
  if (path.ends_with(".csv")) {
    std::string table = epoch_titles();
    for (const EpochReport& report : reports) table += epoch_row(report, of.by_class);
    save_file(path, table);
    return;
  }
  if (reports.empty()) return;
  save_curves_figure({say("How the network learnt"),
                      say("{} · {} examples of {}", of.network, grouped(of.examples), of.data),
                      reports, of.by_class},
                     path);
}

}  // namespace glia::cli
