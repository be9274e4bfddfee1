#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "glia/checkpoint.h"
#include "io/safetensors.h"

namespace glia::io {

// A checkpoint as a file has it.
struct Moment {
  Checkpoint checkpoint;
  std::uint64_t number = 0;  // counts what was written into a folder; 0: not known
};

// Throws Error when it could not be loaded again.
SafeTensors pack_checkpoint(const Checkpoint& checkpoint, std::uint64_t number,
                            const OpSet& ops = {});
// Throws Error{format} when it is no whole checkpoint.
Moment load_moment(const std::string& path, const OpSet& ops = {});

std::string moment_name(std::uint64_t step);  // "checkpoint-1000.safetensors"

// A checkpoint of a folder, and what it says of itself.
struct MomentFile {
  std::uint64_t number = 0, step = 0;
  std::string path;
  std::string run;
  std::string wrong;  // why it is not whole; empty when it is
};
// All of a folder, the newest first and what is not whole last. Throws Error {not_found, io}.
std::vector<MomentFile> moments_in(const std::string& dir, const OpSet& ops = {});

}  // namespace glia::io
