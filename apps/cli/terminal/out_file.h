#pragma once
#include <string>
#include <vector>

namespace glia::cli {

bool is_safetensors(const std::string& path);  // by how it begins

enum class FileKind { model, onnx, picture, drawing, answers, epochs, header };

// Refuses what a command may not replace by a file of its own, and a name that says it is of
// another kind than it will be: what the command reads, and files of another kind: a picture over a
// model, a model over a photograph, answers over another table. `reads`: as a person named it, "photo.png", "table:FILE:ROW",
// "folder:DIR". `option` is what named `out`. Throws UsageError.
void check_replaces(const std::string& out, FileKind with, const std::vector<std::string>& reads,
                    const std::string& option = "--out");

// A file that an option names; empty: none.
struct Named {
  std::string option, out;
};
// Refuses two that are one file. Throws UsageError.
void check_apart(const std::vector<Named>& outs);

}  // namespace glia::cli
