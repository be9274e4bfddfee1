#pragma once
// What is known of a network's nodes before they become steps.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "glia/model.h"

namespace glia::headers {

class Survey {
 public:
  // `integers`: layers are to compute in 8 bits. The model must outlive it. Throws Error.
  Survey(const Model& model, bool integers);

  const Node& node(int i) const { return nodes_[at(i)]; }
  std::string op(int i) const { return node(i).op ? std::string(node(i).op->name()) : "input"; }
  bool is_map(int i) const;     // number by number
  bool passes_on(int i) const;  // gives what it reads
  static bool recurs(std::string_view op) { return op == "lstm" || op == "rnn"; }
  std::int64_t whole(int i, const char* attribute) const;
  const std::vector<float>& numbers(int i, const std::string& parameter) const;

  int input() const { return input_; }
  int output() const { return model_.graph.output().index; }
  int input_of(int i, std::size_t which = 0) const { return node(i).inputs[which].index; }
  const std::vector<int>& consumers(int i) const { return consumers_[at(i)]; }
  bool used(int i) const { return used_[at(i)]; }
  // Whether whoever reads it may write its own numbers there.
  bool sole(int i) const;

  // Of a network that goes frame by frame, up to where a recurrent layer gives one answer; else 0.
  std::int64_t frames() const { return frames_; }
  bool each_frame(int i) const { return frames_ > 0 && in_frames_[at(i)]; }
  std::int64_t size_of(int i) const;  // of a frame, where it goes frame by frame
  bool in_integers(int i) const { return integers_ && wants_int_[at(i)]; }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  void find_consumers();
  void find_frames();
  void find_wants();  // who is read in integers

  const Model& model_;
  const std::vector<Node>& nodes_;
  bool integers_;
  int input_ = -1;
  std::int64_t frames_ = 0;
  std::vector<bool> used_, in_frames_, wants_int_;
  std::vector<std::vector<int>> consumers_;
};

}  // namespace glia::headers
