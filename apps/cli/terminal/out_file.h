#pragma once
#include <string>

namespace glia::cli {

enum class FileKind { model, picture };

// Refuses to put a file of one kind in the place of a file of another: a picture over a model, a
// model over a photograph. Throws UsageError.
void check_replaces(const std::string& out, FileKind with);

}  // namespace glia::cli
