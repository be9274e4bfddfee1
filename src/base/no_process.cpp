// Stands in for process.cpp where a program is alone: in a browser, under node.
#include "base/process.h"
#include "glia/error.h"

namespace glia {

ProcessResult run_process(const std::vector<std::string>& command, const std::string& /*folder*/,
                          std::chrono::seconds /*limit*/) {
  throw Error(ErrorCode::not_found, "cannot run '" + command[0] + "': nothing runs beside this");
}

}  // namespace glia
