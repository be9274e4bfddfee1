#pragma once
#include <string>

#include "glia/error.h"
#include "glia/model.h"
#include "io/safetensors.h"

namespace glia::io {

// Tensors of a checkpoint that are not parameters have a ':' in their names, which nodes cannot.
inline constexpr std::string_view kOptimizerPrefix = "optimizer:";
inline constexpr const char* kCheckpointKey = "glia.checkpoint";

// Throws Error{format} when these are of another program's file.
void check_is_model(const Metadata& metadata);
// Throws Error{format} when these are of a file of Glia's, which knows its network.
void check_is_no_model(const Metadata& metadata);

// The model with the parameters of `state`. Throws Error when they do not fit together.
SafeTensors pack_model(const Model& model, const State& state, const OpSet& ops = {});
// Takes the parameters out of `contents`. Throws Error{format} when it is no whole model.
Model unpack_model(SafeTensors& contents, const OpSet& ops = {});

// Runs `load`, so that each Error says which file was meant and, the file being at fault, has the
// code format.
template <typename Load>
auto loading(const std::string& path, Load&& load) {
  try {
    return load();
  } catch (const Error& error) {
    const ErrorCode code =
        error.code() == ErrorCode::unsupported ? ErrorCode::unsupported : ErrorCode::format;
    throw Error(code, "cannot load '" + path + "': " + error.what(), error.facts());
  }
}

}  // namespace glia::io
