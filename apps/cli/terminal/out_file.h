#pragma once
#include <string>
#include <vector>

namespace glia::cli {

bool is_safetensors(const std::string& path);  // by how it begins

enum class FileKind { model, onnx, picture, drawing, answers, epochs, header };

// Refuses what a command may not replace by a file of its own: a file that it reads, and one of
// another kind, a model by a picture, a photograph by a model, another table by answers. Then a
// name that ends as files of another kind do. `reads`: as a person named it, "photo.png",
// "table:FILE:ROW", "folder:DIR". `option` is what named `out`. Throws UsageError.
void check_replaces(const std::string& out, FileKind with, const std::vector<std::string>& reads,
                    const std::string& option = "--out");

// A file that an option names; empty: none.
struct Named {
  std::string option, out;
};
// Refuses two that are one file. Throws UsageError.
void check_apart(const std::vector<Named>& outs);

}  // namespace glia::cli
