#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace glia::cli {

// What --version says: how this program was built, and what of it this machine uses.
std::string version_text();
nlohmann::ordered_json version_json();

}  // namespace glia::cli
