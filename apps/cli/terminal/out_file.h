#pragma once
#include <string>

namespace glia::cli {

bool is_safetensors(const std::string& path);  // by how it begins

enum class FileKind { model, picture, text };

// Refuses to put a file of one kind in the place of a file of another: a picture over a model, a
// model over a photograph. `option` is what named it. Throws UsageError.
void check_replaces(const std::string& out, FileKind with, const std::string& option = "--out");

}  // namespace glia::cli
