#include "graph/plan.h"

#include <algorithm>

#include "base/arena.h"
#include "base/nearest.h"
#include "glia/error.h"
#include "graph/initializer.h"
#include "ops/ops.h"

namespace glia {
namespace {

constexpr std::int64_t kChunkRows = 48;
constexpr std::int64_t kTileInputs = 48;  // of a weight: a tile is at most 48 × 48 numbers, 9 KB
constexpr std::int64_t kTilePanels = 3;

// What a cost is computed from: with cross-entropy, what goes into the softmax or sigmoid at the
// network's end.
NodeId answer_of(const Graph& graph, std::optional<Cost> cost) {
  const NodeId output = graph.output();
  const Node& node = graph[output];
  const bool before =
      node.op && ((cost == Cost::softmax_cross_entropy && node.op->name() == "softmax") ||
                  (cost == Cost::sigmoid_cross_entropy && node.op->name() == "sigmoid"));
  return before ? node.inputs[0] : output;
}

// A slot's life on the time line: forward of step i at i, backward of step i at 2n − 1 − i.
struct Life {
  int born = 1 << 30;
  int dies = -1;
  void at(int time) {
    born = std::min(born, time);
    dies = std::max(dies, time);
  }
};

class Compiler {
 public:
  Compiler(const Graph& graph, const PlanOptions& options, Plan& plan)
      : graph_(graph), options_(options), plan_(plan) {}

  void run() {
    choose_nodes();
    make_steps();
    if (plan_.learns) make_gradients();
    find_lives();
    place();
    make_tiles();
  }

 private:
  void need(NodeId id) {
    if (needed_[static_cast<std::size_t>(id.index)]) return;
    needed_[static_cast<std::size_t>(id.index)] = true;
    for (const NodeId in : graph_[id].inputs) need(in);
  }

  void choose_nodes() {
    needed_.assign(graph_.nodes().size(), false);
    slot_of_.assign(graph_.nodes().size(), -1);
    answer_ = answer_of(graph_, options_.cost);
    need(answer_);
    if (options_.outputs) need(graph_.output());
    for (const std::string& name : options_.watch) need(graph_.find_slot(name).first);
    int inputs = 0;
    for (const Node& node : graph_.nodes()) inputs += node.op ? 0 : 1;
    if (inputs != 1) {
      throw Error(ErrorCode::unsupported,
                  "plan: expected a network with one input, got " + std::to_string(inputs));
    }
  }

  int new_slot(std::int64_t width, bool whole_batch = false) {
    plan_.slots.push_back({width, row_stride(width), whole_batch, 0});
    return static_cast<int>(plan_.slots.size()) - 1;
  }

  bool watched(const Node& node) const { return options_.watch.contains(node.name); }

  // The activation that can be computed together with dense node `id`, or −1.
  int fusable(NodeId id) const {
    if (!options_.fuse || id == answer_ || id == graph_.output() || watched(graph_[id])) return -1;
    int only = -1;
    for (std::size_t n = 0; n < graph_.nodes().size(); ++n) {
      if (!needed_[n]) continue;
      for (const NodeId in : graph_.nodes()[n].inputs) {
        if (in != id) continue;
        if (only >= 0) return -1;
        only = static_cast<int>(n);
      }
    }
    if (only < 0) return -1;
    return ops::fuse(graph_[id].op, graph_[NodeId{only}].op) ? only : -1;
  }

  void make_steps() {
    std::vector<int> fused_from(graph_.nodes().size(), -1);
    for (std::size_t n = 0; n < graph_.nodes().size(); ++n) {
      if (!needed_[n]) continue;
      const Node& node = graph_.nodes()[n];
      const NodeId id{static_cast<int>(n)};
      if (!node.op) {
        plan_.input = slot_of_[n] = new_slot(node.shape.elements());
        if (watched(node)) plan_.watched[node.name] = slot_of_[n];
        continue;
      }
      const int with = fusable(id);
      if (with >= 0) {
        fused_from[static_cast<std::size_t>(with)] = id.index;
        continue;
      }
      const int from = fused_from[n];
      const Node& source = from >= 0 ? graph_[NodeId{from}] : node;
      Plan::Step step;
      step.name = node.name;
      step.op = from >= 0 ? ops::fuse(source.op, node.op) : node.op;
      for (const NodeId in : source.inputs) {
        step.in.push_back(slot_of_[static_cast<std::size_t>(in.index)]);
      }
      add_step(step, source, node.shape);
      slot_of_[n] = plan_.steps.back().out;
      if (watched(node)) plan_.watched[node.name] = slot_of_[n];
    }
    plan_.answer = slot_of_[static_cast<std::size_t>(answer_.index)];
    if (options_.outputs) {
      plan_.output = slot_of_[static_cast<std::size_t>(graph_.output().index)];
    }
    if (options_.cost) add_cost();
  }

  // Infers the op anew, because a fused one may need other things than its parts.
  void add_step(Plan::Step step, const Node& source, const Shape& shape) {
    std::vector<Shape> shapes;
    for (const NodeId in : source.inputs) shapes.push_back(graph_[in].shape);
    const OpSpec spec = step.op->infer(shapes);
    step.first_param = static_cast<int>(plan_.params.size());
    step.params = static_cast<int>(spec.params.size());
    for (const ParamSpec& param : spec.params) {
      Plan::ParamPlace place;
      place.name = parameter_name(source, param);
      place.shape = param.shape;
      place.layout = ParamLayout::of(param.shape);
      place.offset = plan_.param_floats;
      plan_.param_floats += place.layout.size();
      if (param.transposed) wants_transposed_.push_back(static_cast<int>(plan_.params.size()));
      if (param.transposed_always) {
        always_transposed_.push_back(static_cast<int>(plan_.params.size()));
      }
      plan_.params.push_back(place);
    }
    push(std::move(step), spec, shape);
  }

  void push(Plan::Step step, const OpSpec& spec, const Shape& shape) {
    step.out = new_slot(shape.elements());
    step.workspace_row = spec.workspace_row;
    plan_.scratch_floats = std::max(plan_.scratch_floats, spec.scratch);
    plan_.steps.push_back(std::move(step));
    specs_.push_back(spec);
  }

  void add_cost() {
    plan_.target = new_slot(graph_[answer_].shape.elements());
    Plan::Step step;
    step.name = std::string(name_of(*options_.cost));
    step.op = make_op(step.name == "squared" ? "squared_cost" : step.name);
    step.in = {plan_.answer, plan_.target};
    const Shape shapes[] = {graph_[answer_].shape, graph_[answer_].shape};
    const OpSpec spec = step.op->infer(shapes);
    push(std::move(step), spec, spec.out);
    plan_.cost = plan_.steps.back().out;
    plan_.learns = options_.learn;
  }

  // Walks the steps backwards from the cost and gives a gradient slot to each value on the way to
  // a parameter. A value with several consumers gets a slot from each; the later are added to the
  // first.
  void make_gradients() {
    const auto slots = plan_.slots.size();
    std::vector<bool> learnt(slots, false);  // a parameter lies at or before it
    for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
      const Plan::Step& step = plan_.steps[s];
      bool any = step.params > 0;
      for (const int in : step.in) any = any || learnt[static_cast<std::size_t>(in)];
      learnt[static_cast<std::size_t>(step.out)] = any;
    }
    std::vector<int> gradient(slots, -1);
    plan_.cost_gradient = gradient[static_cast<std::size_t>(plan_.cost)] = new_slot(1);
    for (std::size_t s = plan_.steps.size(); s-- > 0;) {
      Plan::Step& step = plan_.steps[s];
      step.out_gradient = gradient[static_cast<std::size_t>(step.out)];
      step.in_gradient.assign(step.in.size(), -1);
      step.add_to.assign(step.in.size(), -1);
      if (step.out_gradient < 0) continue;
      for (std::size_t i = 0; i < step.in.size(); ++i) {
        const auto in = static_cast<std::size_t>(step.in[i]);
        if (!learnt[in]) continue;
        step.in_gradient[i] = new_slot(plan_.slots[in].width);
        if (gradient[in] < 0) {
          gradient[in] = step.in_gradient[i];
        } else {
          step.add_to[i] = gradient[in];
        }
      }
    }
  }

  void find_lives() {
    lives_.assign(plan_.slots.size(), {});
    const int n = static_cast<int>(plan_.steps.size());
    if (plan_.input >= 0) life(plan_.input).at(0);
    if (plan_.target >= 0) life(plan_.target).at(0);
    for (int s = 0; s < n; ++s) {
      const Plan::Step& step = plan_.steps[static_cast<std::size_t>(s)];
      const OpSpec& spec = specs_[static_cast<std::size_t>(s)];
      for (const int in : step.in) life(in).at(s);
      life(step.out).at(s);
      if (step.out_gradient < 0) continue;
      const int back = 2 * n - 1 - s;
      life(step.out_gradient).at(back);
      if (spec.needs_output) life(step.out).at(back);
      for (std::size_t i = 0; i < step.in.size(); ++i) {
        if (spec.needs_input) life(step.in[i]).at(back);
        if (step.in_gradient[i] >= 0) life(step.in_gradient[i]).at(back);
        if (step.add_to[i] >= 0) life(step.add_to[i]).at(back);
      }
      if (step.params == 0) continue;
      // The second phase reads these of the whole batch.
      keep(step.out_gradient);
      if (spec.needs_input) {
        for (const int in : step.in) keep(in);
      }
    }
    if (plan_.cost_gradient >= 0) life(plan_.cost_gradient).at(n - 1);
    for (const int slot : {plan_.answer, plan_.output, plan_.cost}) {
      if (slot >= 0) keep(slot);
    }
    for (const auto& [name, slot] : plan_.watched) keep(slot);
    // What is filled from outside is filled before the first step.
    if (plan_.target >= 0) life(plan_.target).at(0);
  }

  void place() {
    plan_.batch = options_.batch;
    plan_.chunk_rows = std::min(kChunkRows, options_.batch);
    std::vector<int> chunked;
    for (int s = 0; s < static_cast<int>(plan_.slots.size()); ++s) {
      Plan::SlotPlace& slot = plan_.slots[static_cast<std::size_t>(s)];
      if (!slot.whole_batch) {
        chunked.push_back(s);
        continue;
      }
      slot.offset = plan_.batch_floats;
      plan_.batch_floats += slot.stride * plan_.batch;
    }
    place_workspaces();
    // Widest first, each at the lowest place that nobody holds during its life.
    std::stable_sort(chunked.begin(), chunked.end(), [&](int a, int b) {
      return plan_.slots[static_cast<std::size_t>(a)].stride >
             plan_.slots[static_cast<std::size_t>(b)].stride;
    });
    std::vector<int> placed;
    for (const int s : chunked) {
      Plan::SlotPlace& slot = plan_.slots[static_cast<std::size_t>(s)];
      const std::int64_t size = slot.stride * plan_.chunk_rows;
      bool moved = true;
      while (moved) {
        moved = false;
        for (const int other : placed) {
          const Plan::SlotPlace& o = plan_.slots[static_cast<std::size_t>(other)];
          const std::int64_t end = o.offset + o.stride * plan_.chunk_rows;
          const bool meet = life(s).born <= life(other).dies && life(other).born <= life(s).dies;
          if (meet && slot.offset < end && o.offset < slot.offset + size) {
            slot.offset = end;
            moved = true;
          }
        }
      }
      placed.push_back(s);
      plan_.chunk_floats = std::max(plan_.chunk_floats, slot.offset + size);
    }
    // Workspaces that nobody reads after their step share a place.
    const std::int64_t shared = plan_.chunk_floats;
    for (Plan::Step& step : plan_.steps) {
      if (step.workspace_whole_batch) continue;
      step.workspace = shared;
      plan_.chunk_floats =
          std::max(plan_.chunk_floats, shared + step.workspace_row * plan_.chunk_rows);
    }
  }

  // Of the whole batch where the gradients need them or somebody watches.
  void place_workspaces() {
    for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
      Plan::Step& step = plan_.steps[s];
      if (step.workspace_row == 0) continue;
      bool wanted = plan_.learns || options_.watch.contains(step.name);
      for (const InnerSlot& slot : specs_[s].inner) {
        wanted = wanted || options_.watch.contains(step.name + "." + slot.name);
      }
      step.workspace_whole_batch = wanted;
      if (!wanted) continue;
      step.workspace = plan_.batch_floats;
      plan_.batch_floats += round_up(step.workspace_row * plan_.batch, 16);
      for (const InnerSlot& slot : specs_[s].inner) {
        plan_.inner[step.name + "." + slot.name] = {static_cast<int>(s), slot};
      }
    }
  }

  void make_tiles() {
    if (!plan_.learns) return;
    for (int s = 0; s < static_cast<int>(plan_.steps.size()); ++s) {
      const Plan::Step& step = plan_.steps[static_cast<std::size_t>(s)];
      if (step.out_gradient < 0) continue;
      for (int p = 0; p < step.params; ++p) {
        const int param = step.first_param + p;
        Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(param)];
        const auto listed = [&](const std::vector<int>& list) {
          return std::find(list.begin(), list.end(), param) != list.end();
        };
        if (listed(always_transposed_) || (step.in_gradient[0] >= 0 && listed(wants_transposed_))) {
          place.transposed_offset = plan_.transposed_floats;
          plan_.transposed_floats += ParamLayout{place.layout.in, place.layout.out}.size();
        }
        const ParamLayout& layout = place.layout;
        for (std::int64_t panel = 0; panel < layout.panels(); panel += kTilePanels) {
          for (std::int64_t in = 0; in < layout.in; in += kTileInputs) {
            ParamTile tile{p, panel, std::min(panel + kTilePanels, layout.panels()), in,
                           std::min(in + kTileInputs, layout.in)};
            const std::int64_t numbers =
                (tile.panel_end - tile.panel_begin) * (tile.in_end - tile.in_begin) * 16;
            plan_.tiles.push_back({s, tile, param, numbers});
          }
        }
      }
    }
  }

  Life& life(int slot) { return lives_[static_cast<std::size_t>(slot)]; }
  void keep(int slot) { plan_.slots[static_cast<std::size_t>(slot)].whole_batch = true; }

  const Graph& graph_;
  const PlanOptions& options_;
  Plan& plan_;
  NodeId answer_;
  std::vector<bool> needed_;
  std::vector<int> slot_of_;
  std::vector<OpSpec> specs_;  // of the steps
  std::vector<int> wants_transposed_, always_transposed_;
  std::vector<Life> lives_;
};

}  // namespace

Plan::Plan(const Graph& graph, const PlanOptions& options) {
  if (options.batch < 1 || options.batch > (1 << 24)) {
    throw Error(ErrorCode::invalid_argument,
                "batch: expected 1 to 16777216, got " + std::to_string(options.batch));
  }
  Compiler(graph, options, *this).run();
}

std::int64_t row_stride(std::int64_t width) noexcept {
  const std::int64_t stride = round_up(std::max<std::int64_t>(width, 1), 16);
  return stride % 128 == 0 ? stride + 16 : stride;
}

}  // namespace glia
