#include <filesystem>

#include "base/nearest.h"
#include "data/sources/sources.h"
#include "glia/error.h"

namespace glia {

bool Source::is_mine(std::string_view asked) const {
  return reads_folders() ? asked.size() > name().size() && asked.starts_with(name())
                         : asked == name();
}

std::string Source::model_name(const std::string& asked) const {
  const std::string_view own = words().model;
  if (!own.empty()) return std::string(own);
  std::filesystem::path file = asked.substr(name().size());
  while (file.has_extension()) file.replace_extension();  // wine.csv.gz
  return file.filename().string();
}

DataSplit Source::decode(std::vector<FileBytes> /*files*/, const Reading& /*reading*/) const {
  throw Error(ErrorCode::unsupported,
              "'" + std::string(name()) + "' cannot be read from memory, only from a folder");
}

std::string Source::fetch(const std::string& name, const std::string& /*dir*/, const Say& /*say*/,
                          const std::string& /*from*/) const {
  throw Error(ErrorCode::invalid_argument, "'" + name + "' is a folder: nothing is to be fetched");
}

const std::vector<const Source*>& all_sources() {
  static const std::vector<const Source*> all{
#define GLIA_SOURCE(name) &sources::name(),
#include "data/sources/sources.def"
#undef GLIA_SOURCE
  };
  return all;
}

const Source* find_source(std::string_view name) {
  for (const Source* source : all_sources()) {
    if (source->is_mine(name)) return source;
  }
  return nullptr;
}

const Source& source_of(std::string_view name) {
  if (const Source* source = find_source(name)) return *source;
  const std::vector<std::string> names = dataset_names();
  throw Error(ErrorCode::not_found,
              "no data set is called '" + std::string(name) + "'." + suggest(name, names));
}

std::vector<std::string> dataset_names() {
  std::vector<std::string> names;
  for (const Source* source : all_sources()) {
    if (!source->reads_folders()) names.emplace_back(source->name());
  }
  return names;
}

DataSplit load_dataset(const std::string& name, const std::string& dir, Axes axes) {
  return source_of(name).load(name, {.dir = dir, .axes = axes});
}

std::string fetch_dataset(const std::string& name, const std::string& dir,
                          const std::function<void(const std::string&)>& progress,
                          const std::string& from) {
  const Source::Say say = progress ? progress : [](const std::string&) {};
  return source_of(name).fetch(name, dir, say, from);
}

}  // namespace glia
