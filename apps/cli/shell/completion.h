#pragma once
#include <string>

#include "shell/described.h"

namespace glia::cli {

// What a shell reads to complete words: "bash", "zsh" or "fish". Throws UsageError for another.
std::string completion(const DescribedCommand& program, const std::string& shell);

std::string bash_completion(const DescribedCommand& program);
std::string zsh_completion(const DescribedCommand& program);
std::string fish_completion(const DescribedCommand& program);

// What may stand for a value: "mnist", "@file", "folder:@folder".
std::vector<std::string> marked(const std::vector<Choosable>& values);
// A text as a shell takes it whole: in single quotes.
std::string quoted_word(const std::string& text);

}  // namespace glia::cli
