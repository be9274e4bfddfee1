#include <cctype>
#include <charconv>
#include <string>
#include <vector>

#include "glia/error.h"
#include "glia/graph.h"
#include "graph/net_words.h"

namespace glia {
namespace {

constexpr std::int64_t kMaxNeurons = 1'000'000;  // in one layer
constexpr std::size_t kMaxLayers = 1000;

[[noreturn]] void fail(std::string_view net, const std::string& what,
                       ErrorCode code = ErrorCode::invalid_argument) {
  const std::string shown =
      net.size() > 60 ? std::string(net.substr(0, 60)) + "…" : std::string(net);
  throw Error(code, "net '" + shown + "': " + what);
}

std::vector<std::int64_t> sizes_of(std::string_view net) {
  std::vector<std::int64_t> sizes;
  for (std::size_t begin = 0; begin <= net.size();) {
    const std::size_t end = std::min(net.find('-', begin), net.size());
    const std::string_view word = net.substr(begin, end - begin);
    std::int64_t size = 0;
    const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), size);
    const bool digits = !word.empty() && rest == word.data() + word.size();
    if (digits && (error == std::errc::result_out_of_range || size > kMaxNeurons)) {
      fail(net, "a layer can have at most 1000000 neurons, got " + std::string(word.substr(0, 40)) +
                    "; write e.g. '784-16-16-10'");
    }
    if (!digits) {
      fail(net,
           "expected the sizes of the layers with '-' between them, like '784-16-16-10', got '" +
               std::string(word.substr(0, 40)) + "'");
    }
    if (size < 1) {
      fail(net, "a layer needs at least 1 neuron, got " + std::string(word.substr(0, 40)) +
                    "; write e.g. '784-16-16-10'");
    }
    sizes.push_back(size);
    begin = end + 1;
  }
  if (sizes.size() < 2) {
    fail(net, "expected at least two sizes, of the input and of the output, like '784-16-16-10'");
  }
  if (sizes.size() > kMaxLayers) {
    fail(net,
         "expected at most 1000 sizes, like '784-16-16-10', got " + std::to_string(sizes.size()));
  }
  return sizes;
}

}  // namespace

Graph parse_net(std::string_view net, const NetOptions& options, const Shape& input) {
  if (!net.empty() && std::isalpha(static_cast<unsigned char>(net.front()))) {
    try {
      return net_of_words(net, options, input);
    } catch (const Error& error) {
      fail(net, error.what(), error.code());
    }
  }
  const std::vector<std::int64_t> sizes = sizes_of(net);
  const bool has_input = input.rank() > 0;
  if (has_input && input.elements() != sizes.front()) {
    const std::string first = std::to_string(input.elements());
    fail(net,
         "one input is " + input.str() + ", so the first size must be " + first + ", like '" +
             first + std::string(net.substr(net.find('-'))) + "', got " +
             std::to_string(sizes.front()),
         ErrorCode::shape_mismatch);
  }
  std::int64_t parameters = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i) parameters += (sizes[i - 1] + 1) * sizes[i];
  if (parameters > std::int64_t{1} << 31) {
    fail(net, "it would have " + std::to_string(parameters) +
                  " parameters, more than 2^31; choose smaller layers, like '784-16-16-10'");
  }

  Graph graph;
  NodeId x = graph.input("input", has_input ? input : Shape{sizes.front()});
  for (std::size_t i = 1; i + 1 < sizes.size(); ++i) {
    const std::string name = "hidden" + std::to_string(i);
    x = dense(graph, name, x, sizes[i], options.initializer);
    x = activation(graph, name + ".activation", x, options.hidden);
    if (options.dropout != 0) x = dropout(graph, name + ".dropout", x, options.dropout);
  }
  x = dense(graph, "output", x, sizes.back(), options.initializer);
  activation(graph, "output.activation", x, options.output);
  return graph;
}

}  // namespace glia
