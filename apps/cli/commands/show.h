#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli.h"

namespace glia::cli {

struct Screen;

// What `glia show` was asked for. Each of these prints, or saves a figure to `out`.
struct ShowOptions {
  std::vector<std::string> models;  // or a model and what it is to hear
  std::string layer, network, data, out, data_dir;
  std::optional<std::int64_t> index;
  bool compare = false;
};

int show_weights(const ShowOptions& options, const Common& common);
int show_network(const ShowOptions& options, const Common& common);
int show_gates(const ShowOptions& options, const Common& common);
int show_comparison(const ShowOptions& options, const Common& common);

void say_saved(const std::string& out, const Common& common, const Screen& screen);

}  // namespace glia::cli
