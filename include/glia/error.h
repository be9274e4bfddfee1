#pragma once
#include <stdexcept>
#include <string>

namespace glia {

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

// Everything the library throws. The message says what was expected, what came and what to do:
// "layer 'conv1': expected 1×28×28, got 3×32×32".
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

}  // namespace glia
