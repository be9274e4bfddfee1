#include "c_header/survey.h"

#include <algorithm>

#include "glia/abilities.h"
#include "glia/error.h"

namespace glia::headers {
namespace {

constexpr std::string_view kMaps[] = {"relu", "leaky_relu", "sigmoid", "tanh", "gelu"};

}  // namespace

Survey::Survey(const Model& model, bool integers)
    : model_(model), nodes_(model.graph.nodes()), integers_(integers) {
  find_consumers();
  find_frames();
  if (integers) find_wants();
}

bool Survey::is_map(int i) const { return std::ranges::find(kMaps, op(i)) != std::end(kMaps); }
bool Survey::passes_on(int i) const { return node(i).op && Abilities(*node(i).op).passes_on; }

std::int64_t Survey::whole(int i, const char* attribute) const {
  return std::get<std::int64_t>(node(i).op->attributes().at(attribute));
}

const std::vector<float>& Survey::numbers(int i, const std::string& parameter) const {
  return model_.state[node(i).name + "." + parameter].values;
}

bool Survey::sole(int i) const {
  return consumers(i).size() == 1 && i != output() && op(i) != "input" &&
         (!passes_on(i) || sole(input_of(i)));
}

std::int64_t Survey::size_of(int i) const {
  return each_frame(i) ? node(i).shape[1] : node(i).shape.elements();
}

void Survey::find_consumers() {
  consumers_.resize(nodes_.size());
  used_.resize(nodes_.size());
  used_[at(output())] = true;
  for (int i = output(); i >= 0; --i) {
    if (!used(i)) continue;
    for (const NodeId from : node(i).inputs) {
      used_[at(from.index)] = true;
      consumers_[at(from.index)].push_back(i);
    }
    if (node(i).op) continue;
    if (input_ >= 0) {
      throw Error(ErrorCode::unsupported, "a C header is of a network with one input, and '" +
                                              node(i).name + "' and '" + node(input_).name +
                                              "' are two");
    }
    input_ = i;
  }
  if (input_ < 0) throw Error(ErrorCode::unsupported, "the network has no input");
}

void Survey::find_frames() {
  in_frames_.resize(nodes_.size());
  if (node(input_).shape.rank() != 2) return;
  in_frames_[at(input_)] = true;
  bool any = false;
  for (int i = input_ + 1; i <= output(); ++i) {
    if (!used(i)) continue;
    const auto framed = [&](NodeId from) { return in_frames_[at(from.index)]; };
    if (!std::ranges::any_of(node(i).inputs, framed)) continue;
    const std::string name = op(i);
    bool stays = is_map(i) || name == "add" || name == "layer_norm" || name == "dropout" ||
                 name == "identity";
    if (recurs(name)) {
      const Attributes attributes = node(i).op->attributes();
      if (std::get<std::int64_t>(attributes.at("bidirectional")) == 1) return;
      stays = std::get<std::string>(attributes.at("output")) == "sequence";
      any = true;
    } else if (!stays) {
      return;
    }
    in_frames_[at(i)] = stays;
  }
  if (any) frames_ = node(input_).shape[0];
}

void Survey::find_wants() {
  wants_int_.resize(nodes_.size());
  for (int i = output(); i >= 0; --i) {
    if (!used(i)) continue;
    const std::string name = op(i);
    const bool in_floats = name == "softmax" || name == "layer_norm" || recurs(name);
    const bool as_it_is_read = passes_on(i) || is_map(i);
    const bool wants = as_it_is_read ? wants_int_[at(i)] : !in_floats;
    for (const NodeId from : node(i).inputs) {
      if (wants) wants_int_[at(from.index)] = true;
    }
  }
}

}  // namespace glia::headers
