#pragma once
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// What went wrong, for a program to branch on; the text is for people.
enum class ErrorCode {
  invalid_argument,  // a value that makes no sense (rate NaN, zero neurons)
  shape_mismatch,    // two shapes that do not fit
  not_found,         // no such file, layer, parameter, data set
  io,                // the system refused to read or write (permission, full disk)
  format,            // a file that is not what it says it is
  diverged,          // NaN or infinity in the cost or in a parameter
  unsupported,       // understood, but this build or machine cannot do it
};
std::string_view name_of(ErrorCode code) noexcept;  // "invalid_argument"

// Everything the library throws. The message says what was expected, what came and what to do:
// "layer 'conv1': expected 1×28×28, got 3×32×32".
class Error : public std::runtime_error {
 public:
  // What the message says apart from its words, for a program that says it in another language:
  // {"setting_range", {{"setting", "rate"}, {"low", "0"}, {"high", "100"}, {"got", "-1"}}}.
  struct Facts {
    std::string kind;  // empty: nobody has asked for those of this message yet
    std::map<std::string, std::string> values = {};
  };

  Error(ErrorCode code, const std::string& message) : Error(code, message, Facts{}) {}
  Error(ErrorCode code, const std::string& message, Facts facts)
      : std::runtime_error(message),
        code_(code),
        facts_(std::make_shared<const Facts>(std::move(facts))) {}
  // The same error in a message that says more.
  Error(const Error& cause, const std::string& message)
      : std::runtime_error(message), code_(cause.code_), facts_(cause.facts_) {}

  ErrorCode code() const noexcept { return code_; }
  const Facts& facts() const noexcept { return *facts_; }

 private:
  ErrorCode code_;
  std::shared_ptr<const Facts> facts_;  // shared: an exception is copied without throwing
};

}  // namespace glia
