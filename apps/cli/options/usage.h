#pragma once
#include <memory>
#include <string>

namespace CLI {
class App;
class FormatterBase;
class ParseError;
}  // namespace CLI

namespace glia::cli {

// One sentence about a command line that was not understood, with "did you mean".
std::string explain(const CLI::ParseError& error, const CLI::App& app);
std::shared_ptr<CLI::FormatterBase> help_formatter();

}  // namespace glia::cli
