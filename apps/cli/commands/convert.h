#pragma once
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "cli.h"
#include "commands/keep_before.h"
#include "glia/model.h"
#include "glia/settings.h"
#include "terminal/out_file.h"

namespace glia::cli {

// Of weights that another program saved.
struct WeightsOptions {
  Asked asked;  // the network that they are of
  std::string input, names, layout;
};

struct ConvertOptions {
  std::string from, to;
  WeightsOptions weights;
  bool prepare = false;  // with the network's preparation as a part of it
  bool lengths = false;  // those of recordings have to be given
  // Of a C header.
  bool int8 = false;
  std::string name, data, data_dir;
};

// What a writer tells beside where the file is.
struct ConvertNote {
  std::vector<std::string> lines;  // already in the language that is spoken
  nlohmann::ordered_json json = nlohmann::ordered_json::object();

  // A network of these bytes, as TO.
  void save(std::span<const std::uint8_t> network, const std::string& to);
};

// A kind of file that networks come in or go out as: one line of the table in convert.cpp.
struct ConvertFormat {
  const char* ending;
  FileKind kind;
  bool comes_in = false;  // open_model() reads it
  ConvertNote (*write)(const Model& model, const ConvertOptions& options,
                       const Common& common) = nullptr;
  bool chooses_inputs = false;  // --prepare and --lengths say what it takes
};

}  // namespace glia::cli
