#include "onnx/import_file.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <set>

#include "glia/harmless.h"
#include "onnx/import_work.h"

namespace glia::from_onnx {
namespace {

constexpr std::int64_t kLeastOpset = 13, kMostOpset = 27;  // of onnx 1.22
constexpr std::int64_t kMostLearnersOpset = 5;             // of ai.onnx.ml
constexpr std::int64_t kMostNodes = 10'000;
constexpr std::int64_t kMostMessages = 1'000'000;
constexpr std::size_t kMostDeep = 32;

// Protobuf makes an object of hundreds of bytes from two bytes of a file. How many there would be
// is counted before it is asked: messages within messages, by the numbers of their fields.
class MessageCounter {
 public:
  enum Kind : std::uint8_t { model, graph, node, attribute, leaf };

  void count(std::string_view bytes, Kind kind, std::size_t depth = 0) {
    if (depth > kMostDeep) broken("its graphs lie within one another too deeply");
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                              static_cast<int>(bytes.size()));
    while (const std::uint32_t tag = in.ReadTag()) {
      skip(in, tag, kind, bytes, depth);
    }
    if (!in.ConsumedEntireMessage()) broken("it is no ONNX model, or is cut off");
  }

 private:
  void skip(google::protobuf::io::CodedInputStream& in, std::uint32_t tag, Kind kind,
            std::string_view bytes, std::size_t depth) {
    std::uint64_t number = 0;
    std::uint32_t small = 0;
    bool whole = false;
    switch (tag & 7U) {
      case 0:
        whole = in.ReadVarint64(&number);
        break;
      case 1:
        whole = in.Skip(8);
        break;
      case 5:
        whole = in.Skip(4);
        break;
      case 2: {
        whole = in.ReadVarint32(&small) && small <= bytes.size();
        const int begin = in.CurrentPosition();
        whole = whole && in.Skip(static_cast<int>(small));
        if (whole && ++messages_ > kMostMessages) broken("it has more than a million parts");
        if (whole && inner(kind, tag >> 3U) != leaf) {
          count(bytes.substr(static_cast<std::size_t>(begin), small), inner(kind, tag >> 3U),
                depth + 1);
        }
        break;
      }
      default:
        break;
    }
    if (!whole) broken("it is no ONNX model, or is cut off");
  }

  static Kind inner(Kind kind, std::uint32_t field) {
    if (kind == model && field == 7) return graph;
    if (kind == graph && field == 1) return node;
    if (kind == node && field == 5) return attribute;
    if (kind == attribute && (field == 6 || field == 11)) return graph;
    return leaf;
  }

  std::int64_t messages_ = 0;
};

void check_versions(const onnx::ModelProto& file) {
  if (file.opset_import_size() == 0) broken("it does not say which opset its operators are of");
  for (const onnx::OperatorSetIdProto& set : file.opset_import()) {
    if (is_own_domain(set.domain())) {
      if (set.version() < kLeastOpset || set.version() > kMostOpset) {
        unsupported("it has opset " + std::to_string(set.version()) +
                    ", and Glia reads 13 to 27: export it with one of these, for example 17");
      }
    } else if (set.domain() == "ai.onnx.ml" && set.version() > kMostLearnersOpset) {
      unsupported("it has opset " + std::to_string(set.version()) +
                  " of ai.onnx.ml, and Glia reads those up to 5");
    }
  }
}

void expect_inside(const onnx::TensorProto& tensor) {
  if (tensor.data_location() != onnx::TensorProto_DataLocation_EXTERNAL &&
      tensor.external_data_size() == 0) {
    return;
  }
  unsupported("the numbers of " + in_quotes(tensor.name()) +
              " lie in another file, which is never opened: save the model in one file, with "
              "onnx.save_model(model, path, save_as_external_data=False)");
}

void check_node(const onnx::NodeProto& node, std::int64_t opset) {
  std::set<std::string_view> names;
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    if (!names.insert(attribute.name()).second) {
      broken(called(node, opset) + ": it has the attribute " + in_quotes(attribute.name()) +
             " twice");
    }
    if (!attribute.ref_attr_name().empty()) {
      unsupported(called(node, opset) + ": its attribute " + in_quotes(attribute.name()) +
                  " is one of a function's, and Glia reads graphs without functions");
    }
    if (attribute.has_t()) expect_inside(attribute.t());
    for (const onnx::TensorProto& tensor : attribute.tensors()) expect_inside(tensor);
  }
}

void check_graph(const onnx::GraphProto& graph, std::int64_t opset) {
  if (graph.node_size() > kMostNodes) {
    unsupported("it has " + std::to_string(graph.node_size()) +
                " nodes, and Glia reads at most 10000");
  }
  if (graph.sparse_initializer_size() > 0) {
    unsupported("it has sparse tensors: save it with whole ones");
  }
  std::set<std::string, std::less<>> known, initializers;
  const auto give = [&](const std::string& name) {
    if (!known.insert(name).second) broken("two values are called " + in_quotes(name));
  };
  for (const onnx::TensorProto& tensor : graph.initializer()) {
    expect_inside(tensor);
    if (tensor.name().empty()) broken("an initializer has no name");
    give(tensor.name());
    initializers.insert(tensor.name());
  }
  for (const onnx::ValueInfoProto& input : graph.input()) {  // may be an initializer by itself
    if (initializers.erase(input.name()) == 0) give(input.name());
  }
  std::set<std::string, std::less<>> later;
  for (const onnx::NodeProto& node : graph.node()) {
    for (const std::string& name : node.output()) {
      if (!name.empty() && !later.insert(name).second) {
        broken("two values are called " + in_quotes(name));
      }
    }
  }
  for (const onnx::NodeProto& node : graph.node()) {
    if (is_own_domain(node.domain()) && opset == 0) {
      broken(called(node, opset) + ": the file does not say which opset its operators are of");
    }
    check_node(node, opset);
    for (const std::string& name : node.input()) {
      if (name.empty() || known.contains(name)) continue;
      broken(called(node, opset) + ": " +
             (later.contains(name)
                  ? in_quotes(name) + " is made only after it: the graph has a cycle or no order"
                  : "no value is called " + in_quotes(name)));
    }
    for (const std::string& name : node.output()) {
      if (!name.empty()) give(name);
    }
  }
  for (const onnx::ValueInfoProto& output : graph.output()) {
    if (!known.contains(output.name()))
      broken("no node makes the output " + in_quotes(output.name()));
  }
}

}  // namespace

bool is_own_domain(std::string_view domain) { return domain.empty() || domain == "ai.onnx"; }

std::string called(const onnx::NodeProto& node, std::int64_t opset) {
  std::string name = node.name();
  if (name.empty() && node.output_size() > 0) name = node.output(0);
  return "node " + in_quotes(name) + " (" + harmless(node.op_type()) +
         (is_own_domain(node.domain()) ? ", opset " + std::to_string(opset)
                                       : " of " + harmless(node.domain())) +
         ")";
}

onnx::ModelProto parsed(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) broken("the file is empty");
  if (bytes.size() >= std::size_t{1} << 31U) {
    unsupported("it is larger than 2 GB, and no ONNX file can be");
  }
  MessageCounter().count({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                         MessageCounter::model);
  google::protobuf::io::ArrayInputStream array(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedInputStream in(&array);
  in.SetRecursionLimit(static_cast<int>(kMostDeep) * 3);
  onnx::ModelProto file;
  if (!file.ParseFromCodedStream(&in) || !in.ConsumedEntireMessage() || !file.has_graph()) {
    broken("it is no ONNX model, or is cut off");
  }
  check_versions(file);
  std::int64_t opset = 0;
  for (const onnx::OperatorSetIdProto& set : file.opset_import()) {
    if (is_own_domain(set.domain())) opset = set.version();
  }
  check_graph(file.graph(), opset);
  return file;
}

}  // namespace glia::from_onnx
