#pragma once
// The bench on which an ONNX graph is turned into Glia's: layers so far, and the call of a node.
#include <onnx/onnx_pb.h>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/model.h"
#include "onnx/import_values.h"

namespace glia::from_onnx {

[[noreturn]] void broken(const std::string& what);       // Error{format}
[[noreturn]] void unsupported(const std::string& what);  // Error{unsupported}
std::string in_quotes(std::string_view text);            // 'text', shortened and harmless

// A node of the graph to come; unlike one of a Graph it may still change.
struct Layer {
  std::string op = {};  // empty: the input
  Attributes attributes = {};
  std::vector<int> inputs = {};
  Shape shape = {};
  std::map<std::string, Tensor> params = {};
  // Several nodes use what it gives, so that nothing may be worked into it.
  bool shared = false;
};

struct Work {
  std::vector<Layer> layers = {};
  std::optional<std::int64_t> batch = {};  // where the file fixes it
  std::int64_t opset = 0;
  std::vector<std::string> classes = {};
  std::vector<std::string> notes = {};
  std::int64_t budget = 0;  // numbers that folding may still make

  // Adds a layer; its shape comes from its op.
  int add(const std::string& op, const Attributes& attributes, std::vector<int> inputs,
          std::map<std::string, Tensor> params = {});
  void change(int layer, const std::string& op, const Attributes& attributes);
  void note(const std::string& sentence);
  void spend(std::int64_t numbers);  // throws Error when folding makes too many
};

// One node, as its operator's function sees it.
class Call {
 public:
  Call(Work& to, const onnx::NodeProto& of, std::vector<Value> with)
      : work(to), node(of), in_(std::move(with)) {
    out.resize(static_cast<std::size_t>(node.output_size()));
  }

  Work& work;
  const onnx::NodeProto& node;
  std::vector<Value> out = {};
  std::set<std::size_t> wanted = {};  // outputs that somebody uses

  std::size_t inputs() const { return in_.size(); }
  bool has(std::size_t i) const {
    return i < in_.size() && !std::holds_alternative<std::monostate>(in_[i]);
  }
  const Value& value(std::size_t i) const;
  const Live* live_at(std::size_t i) const;
  const Live& live(std::size_t i) const;
  // Known numbers; `what` is for the message.
  const Constant& constant(std::size_t i, const char* what) const;
  const Floats& floats(std::size_t i, const char* what) const;  // no sizes with the batch
  Sizes integers(std::size_t i, const char* what) const;
  std::int64_t whole(std::size_t i, const char* what) const;  // one
  float single(std::size_t i, const char* what) const;
  bool all_constant() const;

  const onnx::AttributeProto* attribute(std::string_view name) const;
  std::int64_t integer(std::string_view name, std::int64_t fallback) const;
  double number(std::string_view name, double fallback) const;
  std::string text(std::string_view name, const std::string& fallback) const;
  Sizes integers(std::string_view name) const;  // none: empty
  std::vector<float> numbers(std::string_view name) const;
  // Axes of an input or, before opset `since`, of an attribute; none: nullopt.
  std::optional<Sizes> axes(std::size_t i, std::int64_t since) const;
  std::size_t axis(std::int64_t number,
                   std::size_t rank) const;  // negative ones count from the end

  void give(Value value, std::size_t i = 0);
  void give(Constant constant, std::size_t i = 0);
  [[noreturn]] void refuse(const std::string& why) const;
  [[noreturn]] void misfit(const std::string& why) const;  // the file is at fault

 private:
  std::vector<Value> in_;
};

using Operator = void (*)(Call&);
using Operators = std::map<std::string, Operator, std::less<>>;

// What each file does of ONNX's own operators; Constants: where all inputs are known.
void add_constant_moves(Operators& all);
void add_constant_operators(Operators& all);  // and those moves
void add_view_operators(Operators& all);
void add_dense_operators(Operators& all);
void add_picture_operators(Operators& all);
void add_time_operators(Operators& all);
void add_arithmetic_operators(Operators& all);
void add_norm_operators(Operators& all);
void add_joining_operators(Operators& all);
void add_learner_operators(Operators& all);  // of ai.onnx.ml

// Views.
inline constexpr std::int64_t kBatchAxis = -1;
// A layer's numbers as axes of these sizes, of which one may be kBatchAxis.
Live viewed(int layer, std::span<const std::int64_t> sizes);
Live reshaped(const Call& call, const Live& x, const Wholes& sizes);
// For each of a sample's numbers, in the layer's order: Σ index on an axis · its stride.
Sizes offsets(const Live& x, std::span<const std::int64_t> strides);
// The layer that gives these numbers in this shape, with a reshape where it is another.
int shaped(Call& call, const Live& x, const Shape& shape);
// Throws Error unless nothing is still to be done to x's numbers.
void expect_settled(const Call& call, const Live& x);
// Where the last axis holds all of a sample: for each of the layer's numbers its place on it.
Sizes columns(const Call& call, const Live& x);

// Whether the axis is the frames of a layer that goes through time: then it gives their mean.
bool takes_mean_of_frames(Call& call, std::size_t axis, bool keep);

// Whether the node is a part of a layer norm, which it then gives.
bool normed(Call& call);
// Minus what a node gives: a layer, or a part of a layer norm.
void negate(Call& call);

// Arithmetic.
// A constant's numbers, one for all or one for each of x's, in the layer's order.
std::vector<double> spread(const Call& call, const Constant& constant, const Live& x);
// scale·x + shift, into the layer that gives x where it can, else left for what comes next.
Live with_affine(Call& call, Live x, const Affine& affine);

}  // namespace glia::from_onnx
