#pragma once
#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace glia::cli {

// One sentence about a command line that was not understood, with "did you mean".
std::string explain(const CLI::ParseError& error, const CLI::App& app);
std::string version_text();

}  // namespace glia::cli
