#include "graph/plan.h"

#include <algorithm>
#include <array>

#include "base/arena.h"
#include "base/nearest.h"
#include "glia/error.h"
#include "graph/initializer.h"
#include "graph/segments.h"
#include "kernels/table.h"
#include "ops/cost_op.h"
#include "ops/fuse.h"
#include "ops/relayout.h"

namespace glia {
namespace {

constexpr std::int64_t kChunkRows = 48;
constexpr std::int64_t kFewRows = 8;  // with so few, most of sixteen lanes would work for nobody
// Of a weight: a tile has at most three panels and, the fewer they are, the more inputs: 9 KB.
constexpr std::int64_t kTilePanels = 3;
constexpr std::int64_t kTileInputs[] = {0, 128, 64, 48};

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
  Compiler(const Graph& graph, const PlanOptions& options, bool by_ranks, Plan& plan)
      : graph_(graph), options_(options), by_ranks_(by_ranks), plan_(plan) {}

  void run() {
    choose_nodes();
    make_steps();
    if (plan_.learns || plan_.explains) make_gradients();
    make_segments(plan_, by_ranks_);
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
    slot_of_.assign(graph_.nodes().size(), {-1, -1});
    lanes_.assign(graph_.nodes().size(), false);
    answer_ = graph_.output();
    if (options_.cost) {
      cost_ = ops::make_cost(*options_.cost, options_.cost_parameters);
      const Node& last = graph_[answer_];
      if (last.op && cost_->includes(*last.op)) answer_ = last.inputs[0];
    }
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

  int new_slot(const Shape& shape, bool lanes = false) {
    const std::int64_t width = shape.elements();
    plan_.slots.push_back({.shape = shape,
                           .width = width,
                           .stride = lanes ? width : row_stride(width),
                           .lanes = lanes});
    return static_cast<int>(plan_.slots.size()) - 1;
  }

  // A node's activation in rows or in lanes; turned where it was made in the other.
  int slot_of(NodeId id, bool lanes) {
    auto& places = slot_of_[static_cast<std::size_t>(id.index)];
    int& found = places[lanes ? 1 : 0];
    if (found >= 0) return found;
    Plan::Step step;
    const auto op = ops::relayout(lanes ? Layout::lanes : Layout::rows);
    step.name = graph_[id].name + "." + std::string(op->name());
    step.op = op;
    step.in = {places[lanes ? 0 : 1]};
    const Shape shapes[] = {graph_[id].shape};
    push(std::move(step), op->infer(shapes), graph_[id].shape, lanes);
    return found = plan_.steps.back().out;
  }
  bool in_lanes(NodeId id) const { return lanes_[static_cast<std::size_t>(id.index)]; }
  void watch(NodeId id) { plan_.watched[graph_[id].name] = slot_of(id, false); }

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
    return fold(id, NodeId{only}) || ops::fuse(graph_[id].op, graph_[NodeId{only}].op) ? only : -1;
  }

  // How `second` is worked into `first`, or null.
  ops::Fold fold(NodeId first, NodeId second) const {
    const bool trains = options_.cost && options_.learn;
    return trains || !graph_[first].op ? nullptr : ops::fold(*graph_[first].op, *graph_[second].op);
  }

  void make_steps() {
    std::vector<int> fused_from(graph_.nodes().size(), -1);
    for (std::size_t n = 0; n < graph_.nodes().size(); ++n) {
      if (!needed_[n]) continue;
      const Node& node = graph_.nodes()[n];
      const NodeId id{static_cast<int>(n)};
      if (!node.op) {
        plan_.input = slot_of_[n][0] = new_slot(node.shape);
        plan_.sequence = node.shape.rank() > 1 ? node.shape[0] : 0;
        if (watched(node)) watch(id);
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
      if (from >= 0) step.fold = fold(NodeId{from}, id);
      if (step.fold) step.folded = id.index;
      step.op = step.fold ? source.op : from >= 0 ? ops::fuse(source.op, node.op) : node.op;
      std::vector<Shape> shapes;
      for (const NodeId in : source.inputs) shapes.push_back(graph_[in].shape);
      const OpSpec spec = step.op->infer(shapes);
      step.can = Abilities(*step.op);
      step.in_rows = options_.batch <= kFewRows && !options_.explain &&
                     (!options_.cost || !options_.learn) && step.can.in_rows;
      const bool lanes = spec.layout == Layout::either
                             ? in_lanes(source.inputs[0])
                             : spec.layout == Layout::lanes && !step.in_rows;
      for (const NodeId in : source.inputs) step.in.push_back(slot_of(in, lanes));
      if (step.can.coupling) step.coupling = step.can.coupling->coupling(shapes);
      add_step(step, spec, source, node.shape, lanes);
      slot_of_[n][lanes ? 1 : 0] = plan_.steps.back().out;
      lanes_[n] = lanes;
      if (watched(node)) watch(id);
    }
    plan_.answer = slot_of(answer_, false);
    if (options_.outputs) plan_.output = slot_of(graph_.output(), false);
    plan_.explains = options_.explain;
    if (options_.cost && !options_.explain) add_cost();
  }

  void add_step(Plan::Step step, const OpSpec& spec, const Node& source, const Shape& shape,
                bool lanes) {
    const auto learnt = [](const ParamSpec& param) { return !param.buffer; };
    const bool learns = options_.cost && options_.learn && !options_.explain;
    if (learns && !step.can.learn() && std::ranges::any_of(spec.params, learnt)) {
      throw Error(ErrorCode::unsupported,
                  "layer '" + step.name + "': '" + std::string(step.op->name()) +
                      "' has parameters, and does not say how their gradients are found; derive it "
                      "from TileGradients or LeafGradients of glia/abilities.h too");
    }
    step.first_param = static_cast<int>(plan_.params.size());
    step.params = static_cast<int>(spec.params.size());
    for (const ParamSpec& param : spec.params) {
      Plan::ParamPlace place;
      place.name = parameter_name(source, param);
      place.folded = step.fold != nullptr;
      place.shape = param.shape;
      place.layout = ParamLayout::of(param.shape);
      place.offset = plan_.param_floats;
      place.buffer = param.buffer;
      plan_.param_floats += place.layout.size();
      if (param.transposed) wants_transposed_.push_back(static_cast<int>(plan_.params.size()));
      if (param.transposed_always) {
        always_transposed_.push_back(static_cast<int>(plan_.params.size()));
      }
      plan_.params.push_back(place);
    }
    push(std::move(step), spec, shape, lanes);
  }

  void push(Plan::Step step, const OpSpec& spec, const Shape& shape, bool lanes = false) {
    step.out = new_slot(shape, lanes);
    step.workspace_row = spec.workspace_row;
    if (lanes) plan_.row_unit = kBlock;
    plan_.scratch_floats = std::max(plan_.scratch_floats, spec.scratch);
    plan_.steps.push_back(std::move(step));
    specs_.push_back(spec);
  }

  void add_cost() {
    plan_.target = new_slot(graph_[answer_].shape);
    Plan::Step step;
    step.name = std::string(name_of(*options_.cost));
    step.op = cost_;
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
    if (plan_.explains) learnt[static_cast<std::size_t>(plan_.input)] = true;
    for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
      const Plan::Step& step = plan_.steps[s];
      bool any = step.params > 0;
      for (const int in : step.in) any = any || learnt[static_cast<std::size_t>(in)];
      learnt[static_cast<std::size_t>(step.out)] = any;
    }
    std::vector<int> gradient(slots, -1);
    if (plan_.explains) {
      const Shape& shape = plan_.slots[static_cast<std::size_t>(plan_.answer)].shape;
      plan_.answer_gradient = gradient[static_cast<std::size_t>(plan_.answer)] = new_slot(shape);
    } else {
      plan_.cost_gradient = gradient[static_cast<std::size_t>(plan_.cost)] = new_slot(Shape{1});
    }
    for (std::size_t s = plan_.steps.size(); s-- > 0;) {
      Plan::Step& step = plan_.steps[s];
      step.out_gradient = gradient[static_cast<std::size_t>(step.out)];
      step.in_gradient.assign(step.in.size(), -1);
      step.add_to.assign(step.in.size(), -1);
      if (step.out_gradient < 0) continue;
      for (std::size_t i = 0; i < step.in.size(); ++i) {
        const auto in = static_cast<std::size_t>(step.in[i]);
        if (!learnt[in]) continue;
        step.in_gradient[i] = new_slot(plan_.slots[in].shape, plan_.slots[in].lanes);
        if (gradient[in] < 0) {
          gradient[in] = step.in_gradient[i];
        } else {
          step.add_to[i] = gradient[in];
        }
      }
    }
    if (plan_.explains) plan_.input_gradient = gradient[static_cast<std::size_t>(plan_.input)];
  }

  // The segment in which a step runs, forward or backward, and so its place on the time line.
  int segment_at(int time) const {
    const int n = static_cast<int>(plan_.steps.size());
    const int step = time < n ? time : 2 * n - 1 - time;
    for (std::size_t i = 0; i < plan_.segments.size(); ++i) {
      const Plan::Segment& s = plan_.segments[i];
      const bool here = time < n ? step >= s.forward_begin && step < s.forward_end
                                 : step < s.backward_begin && step >= s.backward_end;
      if (here) return static_cast<int>(i);
    }
    return 0;
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
      if (step.params == 0 || step.can.leaf_gradients) continue;
      // The second phase reads these of the whole batch.
      keep(step.out_gradient);
      if (spec.needs_input) {
        for (const int in : step.in) keep(in);
      }
    }
    if (plan_.cost_gradient >= 0) life(plan_.cost_gradient).at(n - 1);
    for (const int slot :
         {plan_.answer, plan_.output, plan_.cost, plan_.answer_gradient, plan_.input_gradient}) {
      if (slot >= 0) keep(slot);
    }
    for (const auto& [name, slot] : plan_.watched) keep(slot);
    // What is filled from outside is filled before the first step.
    if (plan_.target >= 0) life(plan_.target).at(0);
    for (int s = 0; s < static_cast<int>(lives_.size()); ++s) {
      const Life& l = life(s);
      if (l.dies >= 0 && segment_at(l.born) != segment_at(l.dies)) keep(s);
    }
  }

  // Floats of `rows` rows.
  static std::int64_t floats(const Plan::SlotPlace& slot, std::int64_t rows) {
    return slot.stride * (slot.lanes ? whole_blocks(rows) : rows);
  }

  void place() {
    plan_.batch = options_.batch;
    plan_.chunk_rows = std::min(plan_.row_unit > 1 ? plan_.row_unit : kChunkRows, options_.batch);
    std::vector<int> chunked;
    for (int s = 0; s < static_cast<int>(plan_.slots.size()); ++s) {
      Plan::SlotPlace& slot = plan_.slots[static_cast<std::size_t>(s)];
      if (!slot.whole_batch) {
        chunked.push_back(s);
        continue;
      }
      slot.offset = plan_.batch_floats;
      plan_.batch_floats += floats(slot, plan_.batch);
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
      const std::int64_t size = floats(slot, plan_.chunk_rows);
      bool moved = true;
      while (moved) {
        moved = false;
        for (const int other : placed) {
          const Plan::SlotPlace& o = plan_.slots[static_cast<std::size_t>(other)];
          const std::int64_t end = o.offset + floats(o, plan_.chunk_rows);
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
      plan_.chunk_floats = std::max(plan_.chunk_floats,
                                    shared + step.workspace_row * whole_blocks(plan_.chunk_rows));
    }
  }

  // Workspaces are those of the whole batch where the gradients need them or somebody watches.
  void place_workspaces() {
    const std::int64_t leaves = blocks(plan_.batch);
    for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
      Plan::Step& step = plan_.steps[s];
      if (step.coupling > 0) {
        step.leaves = plan_.batch_floats;
        step.coupled = step.leaves + step.coupling * leaves;
        plan_.batch_floats = whole_blocks(step.coupled + step.coupling);
      }
      if (step.workspace_row == 0) continue;
      bool wanted = plan_.learns || plan_.explains || options_.watch.contains(step.name);
      for (const InnerSlot& slot : specs_[s].inner) {
        wanted = wanted || options_.watch.contains(step.name + "." + slot.name);
      }
      step.workspace_whole_batch = wanted;
      if (!wanted) continue;
      step.workspace = plan_.batch_floats;
      plan_.batch_floats += step.workspace_row * whole_blocks(plan_.batch);
      for (const InnerSlot& slot : specs_[s].inner) {
        plan_.inner[step.name + "." + slot.name] = {static_cast<int>(s), slot};
      }
    }
  }

  void make_tiles() {
    if (!plan_.learns && !plan_.explains) return;
    for (int s = 0; s < static_cast<int>(plan_.steps.size()); ++s) {
      const Plan::Step& step = plan_.steps[static_cast<std::size_t>(s)];
      if (step.out_gradient < 0) continue;
      for (int p = 0; p < step.params; ++p) {
        const int param = step.first_param + p;
        Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(param)];
        if (place.buffer) continue;
        if (plan_.learns && step.can.leaf_gradients) {
          place.leaf_offset = plan_.leaf_floats;
          plan_.leaf_floats += place.layout.size() * blocks(plan_.batch);
        }
        const auto listed = [&](const std::vector<int>& list) {
          return std::find(list.begin(), list.end(), param) != list.end();
        };
        if (listed(always_transposed_) || (step.in_gradient[0] >= 0 && listed(wants_transposed_))) {
          place.transposed_offset = plan_.transposed_floats;
          plan_.transposed_floats += ParamLayout{place.layout.in, place.layout.out}.size();
        }
        const ParamLayout& layout = place.layout;
        const std::int64_t inputs = kTileInputs[std::min(kTilePanels, layout.panels())];
        for (std::int64_t panel = 0; panel < layout.panels(); panel += kTilePanels) {
          for (std::int64_t in = 0; in < layout.in; in += inputs) {
            ParamTile tile{p, panel, std::min(panel + kTilePanels, layout.panels()), in,
                           std::min(in + inputs, layout.in)};
            const std::int64_t numbers =
                (tile.panel_end - tile.panel_begin) * (tile.in_end - tile.in_begin) * kBlock;
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
  bool by_ranks_;
  Plan& plan_;
  NodeId answer_;
  std::shared_ptr<const ops::CostOp> cost_;
  std::vector<bool> needed_;
  std::vector<std::array<int, 2>> slot_of_;  // of each node, in rows and in lanes, or −1
  std::vector<bool> lanes_;                  // whether a node is made in lanes
  std::vector<OpSpec> specs_;                // of the steps
  std::vector<int> wants_transposed_, always_transposed_;
  std::vector<Life> lives_;
};

}  // namespace

Plan::Plan(const Graph& graph, const PlanOptions& options, bool by_ranks) {
  if (options.batch < 1 || options.batch > (1 << 24)) {
    throw Error(ErrorCode::invalid_argument,
                "batch: expected 1 to 16777216, got " + std::to_string(options.batch));
  }
  Compiler(graph, options, by_ranks, *this).run();
}

std::int64_t row_stride(std::int64_t width) noexcept {
  const std::int64_t stride = whole_blocks(std::max<std::int64_t>(width, 1));
  return stride % 128 == 0 ? stride + kBlock : stride;
}

}  // namespace glia
