#include "graph/net_words.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <vector>

#include "base/nearest.h"
#include "glia/error.h"
#include "glia/graph.h"

namespace glia {
namespace {

constexpr int kMaxDepth = 16;
constexpr const char* kOutput = "output";
constexpr std::size_t kMaxWords = 1000;

[[noreturn]] void fail(const std::string& what) { throw Error(ErrorCode::invalid_argument, what); }

// "conv(6,5x5,same)": a name and what stands in brackets after it.
struct Word {
  std::string text;
  std::string name;
  std::vector<std::string> arguments;  // at the commas outside of inner brackets
};

// Splits at `separator` where no bracket is open.
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::string part;
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0) fail("')' without '(' before it");
    if (c == separator && depth == 0) {
      parts.push_back(part);
      part.clear();
    } else {
      part += c;
    }
  }
  if (depth > 0) fail("')' is missing after '" + part.substr(0, 40) + "'");
  parts.push_back(part);
  return parts;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

Word word_of(const std::string& text) {
  Word word{.text = text, .name = text, .arguments = {}};
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return word;
  if (text.back() != ')') fail("'" + text + "': expected ')' at its end");
  word.name = text.substr(0, open);
  for (const std::string& part : split(text.substr(open + 1, text.size() - open - 2), ',')) {
    word.arguments.push_back(trimmed(part));
  }
  return word;
}

std::int64_t number_of(const Word& word, std::string_view text, std::int64_t low = 1) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size() || number < low ||
      number > 1'000'000) {
    fail("'" + word.text + "': expected a whole number from " + std::to_string(low) + ", got '" +
         std::string(text) + "'");
  }
  return number;
}

class Builder {
 public:
  Builder(const NetOptions& options, const Shape& input) : options_(options) {
    x_ = graph_.input("input", input);
  }

  void add_all(const std::string& net) {
    if (++depth_ > kMaxDepth) fail("more than 16 brackets inside each other");
    std::vector<Word> words;
    for (const std::string& text : split(net, ' ')) {
      if (!text.empty()) words.push_back(word_of(text));
    }
    if ((words_ += words.size()) > kMaxWords) fail("more than 1000 words");
    // The last dense layer is the output: its name says so, as in 784-16-16-10.
    const auto last = std::find_if(words.rbegin(), words.rend(),
                                   [](const Word& word) { return word.name == "dense"; });
    if (last != words.rend() && depth_ == 1) last->name = kOutput;
    for (const Word& word : words) add(word);
    --depth_;
  }

  Graph finish() {
    if (last_ != kOutput) fail("expected a dense(N) at the end, one output for each class");
    if (!ends_in_activation_) activate(options_.output);
    return std::move(graph_);
  }

 private:
  using Maker = void (Builder::*)(const Word&);

  static const std::map<std::string, Maker, std::less<>>& makers() {
    static const std::map<std::string, Maker, std::less<>> all = {
        {"conv", &Builder::conv},
        {"maxpool", &Builder::max_pool},
        {"avgpool", &Builder::average_pool},
        {"batchnorm", &Builder::batch_norm},
        {"layernorm", &Builder::layer_norm},
        {"dropout", &Builder::drop},
        {"dense", &Builder::fully},
        {kOutput, &Builder::fully},
        {"lstm", &Builder::recurrent},
        {"rnn", &Builder::recurrent},
        {"flatten", &Builder::flatten},
        {"residual", &Builder::residual}};
    return all;
  }
  // Those of hidden layers, and one for outputs.
  static const std::vector<std::string>& activations() {
    static const std::vector<std::string> all = [] {
      std::vector<std::string> names(activation_names().begin(), activation_names().end());
      names.emplace_back("softmax");
      return names;
    }();
    return all;
  }

  void add(const Word& word) {
    for (const std::string& activation : activations()) {
      if (word.name != activation) continue;
      no_arguments(word);
      activate(word.name);
      return;
    }
    const auto maker = makers().find(word.name);
    if (maker == makers().end()) {
      std::vector<std::string> known = activations();
      for (const auto& [name, made] : makers()) known.push_back(name);
      fail("'" + word.name + "' is no layer." + suggest(word.name, known));
    }
    (this->*maker->second)(word);
  }

  // Each kind of layer counts for itself: conv1, conv2, hidden1.
  std::string next(const std::string& kind) { return kind + std::to_string(++counts_[kind]); }

  void push(const std::string& name, std::string_view op, const Attributes& attributes = {}) {
    x_ = graph_.add(name, make_op(op, attributes), {x_});
    last_ = name;
    ends_in_activation_ = false;
  }

  // What belongs to the layer before: conv1.activation. A second one, as that which begins a
  // residual, counts for itself: activation1.
  void follow(const std::string& what, std::string_view op, const Attributes& attributes = {}) {
    std::string name = last_ + "." + what;
    if (!followers_.insert(name).second) name = next(what);
    x_ = graph_.add(name, make_op(op, attributes), {x_});
    ends_in_activation_ = false;
  }

  static void no_arguments(const Word& word) {
    if (!word.arguments.empty()) fail("'" + word.text + "': expected nothing in brackets");
  }
  static void expect(const Word& word, std::size_t low, std::size_t high, const char* like) {
    const std::size_t n = word.arguments.size();
    if (n < low || n > high) fail("'" + word.text + "': write e.g. '" + like + "'");
  }

  void activate(const std::string& function) {
    follow("activation", function);
    ends_in_activation_ = true;
  }

  // conv(OUT,KxK) and then any of: same, pad=N, stride=N.
  void conv(const Word& word) {
    constexpr const char* kLike = "conv(6,5x5,same)";
    expect(word, 2, 4, kLike);
    const std::string& size = word.arguments[1];
    const std::size_t cross = size.find('x');
    const std::int64_t kernel = number_of(word, std::string_view(size).substr(0, cross));
    if (cross != std::string::npos &&
        number_of(word, std::string_view(size).substr(cross + 1)) != kernel) {
      fail("'" + word.text + "': expected a square filter, like '" + kLike + "'");
    }
    std::int64_t padding = 0, stride = 1;
    for (std::size_t i = 2; i < word.arguments.size(); ++i) {
      const std::string& argument = word.arguments[i];
      if (argument == "same") {
        if (kernel % 2 == 0) fail("'" + word.text + "': 'same' needs an odd filter, like 5x5");
        padding = kernel / 2;
      } else if (argument.starts_with("pad=")) {
        padding = number_of(word, std::string_view(argument).substr(4), 0);
      } else if (argument.starts_with("stride=")) {
        stride = number_of(word, std::string_view(argument).substr(7));
      } else {
        fail("'" + word.text + "': expected same, pad=N or stride=N, got '" + argument + "'");
      }
    }
    push(next("conv"), "conv2d",
         {{"out", number_of(word, word.arguments[0])},
          {"kernel", kernel},
          {"stride", stride},
          {"padding", padding},
          {"initializer", std::string(name_of(options_.initializer))}});
  }

  void pool(const Word& word, const char* op, const char* like) {
    expect(word, 0, 2, like);
    const auto at = [&](std::size_t i) {
      return i < word.arguments.size() ? number_of(word, word.arguments[i]) : std::int64_t{0};
    };
    push(next("pool"), op, {{"size", at(0)}, {"stride", at(1)}});
  }
  void max_pool(const Word& word) { pool(word, "max_pool", "maxpool(2)"); }
  void average_pool(const Word& word) { pool(word, "average_pool", "avgpool(2)"); }

  void batch_norm(const Word& word) {
    no_arguments(word);
    follow("norm", "batch_norm");
  }
  void layer_norm(const Word& word) {
    no_arguments(word);
    follow("norm", "layer_norm");
  }
  void drop(const Word& word) {
    expect(word, 1, 1, "dropout(0.5)");
    double rate = 0;
    const std::string& text = word.arguments[0];
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
    if (error != std::errc() || rest != text.data() + text.size()) {
      fail("'" + word.text + "': expected a rate, like 'dropout(0.5)'");
    }
    follow("dropout", "dropout", {{"rate", rate}});
  }
  void fully(const Word& word) {
    expect(word, 1, 1, "dense(10)");
    push(word.name == kOutput ? kOutput : next("hidden"), "dense",
         {{"out", number_of(word, word.arguments[0])},
          {"initializer", std::string(name_of(options_.initializer))}});
  }
  void flatten(const Word& word) {
    no_arguments(word);
    push(next("flatten"), "flatten");
  }

  // lstm(HIDDEN) or rnn(HIDDEN), and then any of: bidirectional, and one of sequence, last, mean.
  void recurrent(const Word& word) {
    expect(word, 1, 3, (word.name + "(64,bidirectional,mean)").c_str());
    Attributes attributes{{"hidden", number_of(word, word.arguments[0])}};
    for (std::size_t i = 1; i < word.arguments.size(); ++i) {
      const std::string& argument = word.arguments[i];
      if (argument == "bidirectional") {
        attributes["bidirectional"] = std::int64_t{1};
      } else if (argument == "sequence" || argument == "last" || argument == "mean") {
        attributes["output"] = argument;
      } else {
        fail("'" + word.text + "': expected bidirectional, sequence, last or mean, got '" +
             argument + "'");
      }
    }
    push(next(word.name), word.name, attributes);
  }

  // residual(conv(16,3x3,same) batchnorm relu conv(16,3x3,same)): x + what the words make of x.
  void residual(const Word& word) {
    if (word.arguments.empty()) fail("'residual' needs layers in brackets");
    const NodeId before = x_;
    std::string inner = word.text.substr(word.name.size() + 1);
    inner.pop_back();
    add_all(inner);
    const std::string name = next("residual");
    x_ = graph_.add(name, make_op("add"), {before, x_});
    last_ = name;
    ends_in_activation_ = false;
  }

  const NetOptions& options_;
  Graph graph_;
  NodeId x_;
  std::map<std::string, int> counts_;
  std::set<std::string> followers_;
  std::string last_ = "input";
  bool ends_in_activation_ = false;
  int depth_ = 0;
  std::size_t words_ = 0;
};

}  // namespace

Graph net_of_words(std::string_view net, const NetOptions& options, const Shape& input) {
  if (input.rank() == 0)
    fail("layers in words need the shape of one input; without it give sizes, like '784-16-16-10'");
  Builder builder(options, input);
  builder.add_all(std::string(net));
  return builder.finish();
}

}  // namespace glia
