#pragma once
#include <filesystem>

namespace glia {

// Whether the first recording in this folder is called like 7_anna_12.wav (digit, speaker, index).
bool holds_numbered(const std::filesystem::path& folder);

}  // namespace glia
