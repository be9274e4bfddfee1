#include <algorithm>
#include <cmath>
#include <set>

#include "c_header/integers.h"
#include "c_header/program.h"
#include "c_header/survey.h"
#include "glia/error.h"

namespace glia::headers {
namespace {

// Beyond these a sigmoid or tanh moves its 8-bit answer no more.
constexpr double kSigmoidSettles = 6.25, kTanhSettles = 3.2;

class Lowering : Survey {
 public:
  Lowering(const Model& model, const Ranges* ranges)
      : Survey(model, ranges != nullptr), ranges_(ranges) {
    program_.integers = ranges;
    program_.classes = model.classes;
    program_.inputs = node(input()).shape.elements();
    program_.input_shape = node(input()).shape;
    program_.frames = frames();
    program_.answers_frames = each_frame(output());
  }

  Program run() {
    for (int i = input(); i <= output(); ++i) {
      if (!used(i)) continue;
      try {
        lower_node(i);
      } catch (const Error& error) {
        throw Error(error, "node '" + node(i).name + "': " + error.what());
      }
    }
    give_output();
    place_memory(program_);
    return std::move(program_);
  }

 private:
  int add_storage(std::int64_t bytes, Place place = Place::scratch, std::string field = {}) {
    program_.storages.push_back({.bytes = bytes, .place = place, .field = std::move(field)});
    return static_cast<int>(program_.storages.size()) - 1;
  }
  int add_value(std::int64_t size, const Scaled& scaled, int storage = -1) {
    if (storage < 0) storage = add_storage(size * (scaled.number == Number::float32 ? 4 : 1));
    program_.values.push_back(
        {.size = size, .number = scaled.number, .scale = scaled.scale, .storage = storage});
    return static_cast<int>(program_.values.size()) - 1;
  }
  const Value& value(int i) const { return program_.values[static_cast<std::size_t>(i)]; }
  Scaled scaled(int v) const { return {value(v).number, value(v).scale}; }

  std::string id_of(const std::string& name) {
    std::string id = c_word(name);
    for (int n = 2; !ids_.insert(id).second; ++n) id = c_word(name) + "_" + std::to_string(n);
    return id;
  }

  void push(Step step, int i, bool frame) {
    step.each_frame = frame;
    if (step.id.empty()) step.id = id_of(node(i).name);
    program_.steps.push_back(std::move(step));
  }

  // The node's numbers as floats, or as integers: of what it gives, or turned once.
  int floats(int i) {
    if (float_of_.contains(i)) return float_of_[i];
    Step step{.kind = Kind::dequantize, .in = {int_of_.at(i)}};
    step.out = float_of_[i] = add_value(size_of(i), {});
    push(std::move(step), i, each_frame(i));
    return float_of_[i];
  }
  int integers(int i) {
    if (int_of_.contains(i)) return int_of_[i];
    Step step{.kind = Kind::quantize, .in = {float_of_.at(i)}};
    step.out = int_of_[i] = add_value(size_of(i), scaled_for(range_of(i)));
    push(std::move(step), i, each_frame(i));
    return int_of_[i];
  }
  // As the node itself computes.
  int native(int i, bool in_ints) { return in_ints ? integers(i) : floats(i); }
  void give(int i, int v) { (value(v).number == Number::float32 ? float_of_ : int_of_)[i] = v; }

  Range range_of(int i) const {
    const auto found = ranges_->find(node(i).name);
    return found == ranges_->end() ? Range{} : found->second;
  }

  // As what sums of this node go on: ready for the map that alone follows.
  Scaled target(int i) const {
    if (!in_integers(i)) return {};
    Range range = range_of(i);
    if (consumers(i).size() == 1 && in_integers(consumers(i)[0])) {
      const std::string next = op(consumers(i)[0]);
      const double settles = next == "sigmoid" ? kSigmoidSettles
                             : next == "tanh"  ? kTanhSettles
                                               : 0;
      if (next == "relu") range = range_of(consumers(i)[0]);
      if (settles > 0) {
        range = {std::max(range.low, -settles), std::min(range.high, settles)};
      }
    }
    return scaled_for(range);
  }
  bool folded_relu(int i) const {
    const int from = input_of(i);
    return op(i) == "relu" && in_integers(i) && consumers(from).size() == 1 &&
           (op(from) == "dense" || op(from) == "conv2d" || op(from) == "batch_norm" ||
            op(from) == "add");
  }

  static void set_pictures(Step& step, const Shape& in, const Shape& out) {
    step.channels = in[0];
    step.height = in.rank() > 1 ? in[1] : 1;
    step.width = in.rank() > 2 ? in.elements() / (in[0] * in[1]) : 1;
    step.out_channels = out[0];
    step.out_height = out.rank() > 1 ? out[1] : 1;
    step.out_width = out.rank() > 2 ? out.elements() / (out[0] * out[1]) : 1;
  }

  void lower_node(int i) {
    const std::string name = op(i);
    if (!node(i).op) return lower_input(i);
    if (passes_on(i)) {
      if (float_of_.contains(input_of(i))) float_of_[i] = float_of_[input_of(i)];
      if (int_of_.contains(input_of(i))) int_of_[i] = int_of_[input_of(i)];
      return;
    }
    if (folded_.contains(i)) return;
    if (is_map(i)) return lower_map(i);
    if (name == "dense" || name == "conv2d") return lower_layer(i);
    if (name == "batch_norm") return lower_norm(i);
    if (name == "max_pool" || name == "average_pool") return lower_pool(i);
    if (name == "add") return lower_add(i);
    if (name == "softmax" || name == "layer_norm") return lower_rows(i);
    if (recurs(name)) return lower_recurrent(i);
    throw Error(ErrorCode::unsupported,
                "a C header has no '" + name + "'; it has what Glia's own networks are made of");
  }

  void lower_input(int i) {
    const int storage = add_storage(4 * size_of(i), Place::input);
    program_.input = add_value(size_of(i), {}, storage);
    give(i, program_.input);
  }

  void lower_map(int i) {
    const int from = input_of(i);
    if (folded_relu(i)) return give(i, int_of_.at(from));
    const bool ints = in_integers(i);
    Step step{.kind = ints ? Kind::table : Kind::map, .in = {native(from, ints)}};
    step.function = op(i);
    if (step.function == "leaky_relu") {
      step.parameter = std::get<double>(node(i).op->attributes().at("slope"));
    }
    const Scaled out = ints ? scaled_for(range_of(i)) : Scaled{};
    step.out = add_value(size_of(i), out, in_place(from, step.in[0]));
    if (ints) set_table(step, scaled(step.in[0]), out);
    give(i, step.out);
    push(std::move(step), i, each_frame(i));
  }

  // The storage that this step may write over, or none.
  int in_place(int from, int v) const {
    const int storage = value(v).storage;
    const Place place = program_.storages[static_cast<std::size_t>(storage)].place;
    return sole(from) && place == Place::scratch ? storage : -1;
  }

  void lower_layer(int i) {
    Step step{.kind = op(i) == "dense" ? Kind::dense : Kind::conv};
    const Shape &in = node(input_of(i)).shape, &out = node(i).shape;
    if (step.kind == Kind::conv) {
      set_pictures(step, in, out);
      step.high = step.wide = whole(i, "kernel");
      step.stride = whole(i, "stride");
      step.padding = whole(i, "padding");
    } else {
      step.channels = in.elements();
      step.out_channels = out.elements();
    }
    step.weight = numbers(i, "weight");
    step.bias = numbers(i, "bias");
    int gives = i;
    if (consumers(i).size() == 1 && op(consumers(i)[0]) == "batch_norm") {
      gives = consumers(i)[0];
      fold_norm(step, gives);
      folded_.insert(gives);
    }
    finish_layer(std::move(step), input_of(i), gives, gives);
  }

  void fold_norm(Step& step, int norm) const {
    const std::vector<Factor> factors = factors_of(norm);
    const std::size_t each = step.weight.size() / factors.size();
    for (std::size_t c = 0; c < factors.size(); ++c) {
      for (std::size_t k = c * each; k < (c + 1) * each; ++k) {
        step.weight[k] = static_cast<float>(double{step.weight[k]} * factors[c].scale);
      }
      step.bias[c] = static_cast<float>(double{step.bias[c]} * factors[c].scale + factors[c].shift);
    }
  }

  // Quantises what has weights where it is to be in integers, and adds it.
  void finish_layer(Step step, int from, int gives, int named) {
    step.in = {native(from, ranges_ != nullptr)};
    const Scaled out = target(gives);
    step.out = add_value(size_of(gives), out);
    if (ranges_) quantize_channels(step, std::ssize(step.bias), scaled(step.in[0]), out);
    give(gives, step.out);
    push(std::move(step), named, each_frame(gives));
  }

  struct Factor {
    double scale, shift;
  };
  std::vector<Factor> factors_of(int norm) const {
    const double epsilon = std::get<double>(node(norm).op->attributes().at("epsilon"));
    std::vector<Factor> factors;
    for (std::size_t c = 0; c < numbers(norm, "mean").size(); ++c) {
      const double scale = double{numbers(norm, "scale")[c]} /
                           std::sqrt(double{numbers(norm, "variance")[c]} + epsilon);
      factors.push_back(
          {scale, double{numbers(norm, "shift")[c]} - double{numbers(norm, "mean")[c]} * scale});
    }
    return factors;
  }

  void lower_norm(int i) {
    Step step{.kind = Kind::channels};
    set_pictures(step, node(i).shape, node(i).shape);
    step.height = node(i).shape.elements() / step.channels;  // numbers of a channel
    step.width = 1;
    for (const Factor& factor : factors_of(i)) {
      step.weight.push_back(static_cast<float>(factor.scale));
      step.bias.push_back(static_cast<float>(factor.shift));
    }
    finish_layer(std::move(step), input_of(i), i, i);
  }

  void lower_pool(int i) {
    Step step{.kind = op(i) == "max_pool" ? Kind::max_pool : Kind::average_pool};
    set_pictures(step, node(input_of(i)).shape, node(i).shape);
    const std::int64_t size = whole(i, "size"), stride = whole(i, "stride");
    step.high = size > 0 ? size : step.height;
    step.wide = size > 0 ? size : step.width;
    step.stride = stride > 0 ? stride : size > 0 ? size : 1;
    step.in = {native(input_of(i), ranges_ != nullptr)};
    step.out = add_value(size_of(i), scaled(step.in[0]));
    if (ranges_ && step.kind == Kind::average_pool) {
      set_multipliers(step, {1.0 / static_cast<double>(step.high * step.wide)});
    }
    give(i, step.out);
    push(std::move(step), i, each_frame(i));
  }

  void lower_add(int i) {
    Step step{.kind = Kind::add};
    const int a = input_of(i), b = input_of(i, 1);
    const bool ints = ranges_ != nullptr;
    step.in = {native(a, ints), native(b, ints)};
    Scaled out;
    if (ints) {
      out = in_integers(i) ? target(i) : scaled_for(range_of(i));
      set_multipliers(step,
                      {value(step.in[0]).scale / out.scale, value(step.in[1]).scale / out.scale});
    }
    step.out = add_value(size_of(i), out, a != b ? in_place(a, step.in[0]) : -1);
    give(i, step.out);
    push(std::move(step), i, each_frame(i));
  }

  void lower_rows(int i) {
    Step step{.kind = op(i) == "softmax" ? Kind::softmax : Kind::layer_norm};
    const int from = input_of(i);
    step.in = {floats(from)};
    step.out = add_value(size_of(i), {}, in_place(from, step.in[0]));
    if (step.kind == Kind::layer_norm) {
      step.weight = numbers(i, "gain");
      step.bias = numbers(i, "bias");
      step.rows = size_of(i) / std::ssize(step.bias);
      step.epsilon = std::get<double>(node(i).op->attributes().at("epsilon"));
    }
    give(i, step.out);
    push(std::move(step), i, each_frame(i));
  }

  static std::vector<float> turned(const std::vector<float>& weight, std::int64_t sums) {
    const auto rows = static_cast<std::size_t>(sums), columns = weight.size() / rows;
    std::vector<float> turned(weight.size());
    for (std::size_t o = 0; o < rows; ++o) {
      for (std::size_t k = 0; k < columns; ++k) turned[k * rows + o] = weight[o * columns + k];
    }
    return turned;
  }

  Recurrence recurrence_of(int i, std::int64_t direction) const {
    const std::string prefix = direction == 0 ? "" : "reverse_";
    const std::string gives = std::get<std::string>(node(i).op->attributes().at("output"));
    Recurrence r;
    r.units = whole(i, "hidden");
    r.features = node(input_of(i)).shape[1];
    r.cell = op(i) == "lstm";
    r.sums = r.cell ? 4 * r.units : r.units;
    r.reverse = direction == 1;
    r.gives = gives == "last" ? Gives::last : gives == "mean" ? Gives::mean : Gives::sequence;
    r.input_weight = turned(numbers(i, prefix + "input_weight"), r.sums);
    r.hidden_weight = turned(numbers(i, prefix + "hidden_weight"), r.sums);
    r.bias = numbers(i, prefix + "bias");
    return r;
  }

  void lower_recurrent(int i) {
    const std::int64_t directions = 1 + whole(i, "bidirectional");
    const int in = floats(input_of(i));
    const int out = frames() > 0 ? -1 : add_value(size_of(i), {});
    for (std::int64_t d = 0; d < directions; ++d) {
      Step step{.kind = Kind::recurrent, .in = {in}, .out = out};
      Recurrence& r = step.recurrence = recurrence_of(i, d);
      if (ranges_) quantize_recurrence(r);
      r.z = add_storage(4 * r.sums);
      step.rows = node(input_of(i)).shape[0];
      r.out_stride = r.gives == Gives::sequence ? directions * r.units : 0;
      r.out_offset = d * r.units;
      if (frames() > 0) {
        add_states(step, i);
      } else {
        r.hidden_state = add_storage(4 * r.units);
        if (r.cell) r.cell_state = add_storage(4 * r.units);
        push(std::move(step), i, false);
      }
    }
    if (frames() == 0) give(i, out);
  }

  // Going frame by frame the hidden state stays in the program's state, and is the output.
  void add_states(Step& step, int i) {
    Recurrence& r = step.recurrence;
    const std::string id = step.id = id_of(node(i).name);
    r.hidden_state = add_storage(4 * r.units, Place::state, id + "_hidden");
    if (r.cell) r.cell_state = add_storage(4 * r.units, Place::state, id + "_cell");
    step.out = add_value(r.units, {}, r.hidden_state);
    if (r.gives == Gives::mean) {
      step.out = add_value(r.units, {}, add_storage(4 * r.units, Place::state, id + "_sum"));
    }
    const int sum = step.out;
    const bool mean = r.gives == Gives::mean;
    push(std::move(step), i, true);
    if (!mean) return give(i, sum);
    Step divide{.kind = Kind::mean, .in = {sum}};
    divide.out = add_value(size_of(i), {});
    give(i, divide.out);
    push(std::move(divide), i, false);
  }

  void give_output() {
    int out = floats(output());
    program_.outputs = node(output()).shape.elements();
    Storage& storage = program_.storages[static_cast<std::size_t>(value(out).storage)];
    if (storage.place == Place::scratch) {
      storage.place = Place::output;
    } else {
      Step step{.kind = Kind::copy, .in = {out}};
      const std::int64_t size = size_of(output());
      step.out = out = add_value(size, {}, add_storage(4 * size, Place::output));
      push(std::move(step), output(), each_frame(output()));
    }
    program_.output = out;
  }

  const Ranges* ranges_;
  Program program_;
  std::map<int, int> float_of_, int_of_;
  std::set<int> folded_;
  std::set<std::string> ids_;
};

}  // namespace

std::string c_word(std::string_view name) {
  std::string word(name);
  for (char& letter : word) {
    const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9');
    if (!fits) letter = '_';
  }
  return word.front() >= '0' && word.front() <= '9' ? "n" + word : word;
}

Program lower(const Model& model, const Ranges* ranges) { return Lowering(model, ranges).run(); }

}  // namespace glia::headers
