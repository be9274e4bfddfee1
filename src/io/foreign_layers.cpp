#include "io/foreign_layers.h"

#include <algorithm>
#include <map>
#include <set>

#include "io/foreign_parameters.h"
#include "io/json.h"

namespace glia::io {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Takes `end` off the end of `text`.
bool take_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

std::string_view last_part(std::string_view path) {
  const std::size_t cut = path.find_last_of("./");
  return cut == std::string_view::npos ? path : path.substr(cut + 1);
}

std::string_view without_last_part(std::string_view path) {
  const std::size_t cut = path.find_last_of("./");
  return cut == std::string_view::npos ? std::string_view() : path.substr(0, cut);
}

struct Parsed {
  ForeignTensor tensor;
  std::string layer, level;
};

// "weight_ih_l0_reverse": what, of which of the layers that lie upon one another, and where to.
void parse_level(std::string_view word, Parsed& parsed) {
  parsed.tensor.reverse = take_end(word, "_reverse");
  const std::size_t cut = word.rfind("_l");
  const std::string_view level =
      cut == std::string_view::npos ? std::string_view() : word.substr(cut + 2);
  if (level.empty() || !std::all_of(level.begin(), level.end(), is_digit)) return;
  parsed.level = level;
  parsed.tensor.word = word.substr(0, cut);
}

// The cell of a layer, and the direction in which it goes, are no layers of their own.
std::string_view layer_of(std::string_view path, bool& reverse) {
  std::string_view last = last_part(path);
  if (last == "cell" || last.ends_with("_cell")) path = without_last_part(path);
  last = last_part(path);
  const bool back = last.starts_with("backward_");
  if (back || last.starts_with("forward_")) {
    reverse = back;
    path = without_last_part(path);
  }
  return path;
}

Parsed parsed(const std::string& name, const Tensor& tensor) {
  Parsed result{.tensor = {.name = name, .tensor = &tensor}};
  std::string_view path = name;
  take_end(path, ":0");
  result.tensor.word = last_part(path);
  parse_level(last_part(path), result);
  result.layer = layer_of(without_last_part(path), result.tensor.reverse);
  if (result.layer.empty() || !is_foreign_word(result.tensor.word)) result.tensor.word.clear();
  return result;
}

}  // namespace

std::string ForeignLayer::str() const {
  std::string text = in_quotes(name) + " (";
  for (const ForeignTensor& tensor : tensors) {
    if (&tensor != &tensors.front()) text += ", ";
    text += tensor.word + " " + tensor.tensor->shape.str();
  }
  return text + ")";
}

bool counts_batches(std::string_view name) { return last_part(name) == "num_batches_tracked"; }

ForeignFile layers_of(const SafeTensors& contents) {
  ForeignFile file;
  std::vector<Parsed> all;
  std::map<std::string, std::set<std::string>> levels;
  for (const auto& [name, tensor] : contents.tensors) {
    if (counts_batches(name)) continue;
    Parsed one = parsed(name, tensor);
    if (one.tensor.word.empty()) {
      file.others.push_back(one.tensor);
      continue;
    }
    levels[one.layer].insert(one.level);
    all.push_back(std::move(one));
  }
  for (Parsed& one : all) {
    const bool several = levels[one.layer].size() > 1;
    const std::string layer = several ? one.layer + ".l" + one.level : one.layer;
    auto found = std::find_if(file.layers.begin(), file.layers.end(),
                              [&](const ForeignLayer& known) { return known.name == layer; });
    if (found == file.layers.end()) {
      file.layers.push_back({layer, {}});
      found = std::prev(file.layers.end());
    }
    found->tensors.push_back(std::move(one.tensor));
  }
  return file;
}

NumberedName::NumberedName(std::string_view name) {
  for (std::size_t i = 0; i < name.size();) {
    if (!is_digit(name[i])) {
      text += name[i++];
      continue;
    }
    unsigned long long number = 0;
    for (; i < name.size() && is_digit(name[i]); ++i) {
      number = number * 10 + static_cast<unsigned long long>(name[i] - '0');
    }
    numbers.push_back(number);
  }
  // Keras calls them dense, dense_1, dense_2.
  if (text.ends_with('_')) text.pop_back();
}

}  // namespace glia::io
