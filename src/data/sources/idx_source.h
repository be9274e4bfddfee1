#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "glia/source.h"

namespace glia {

// One file of a set: its name as the set's makers call it, and the SHA-256 of its plain form.
struct NamedFile {
  const char* name;
  const char* sha256;
};

// A set of pictures that is known by name, all of it in IDX files.
struct NamedSet {
  static constexpr int kClasses = 10;

  const char* name;
  // What its makers call the classes, which they number as well; none: they are digits.
  std::vector<std::string> classes = {};
  std::array<NamedFile, 4> files;       // train images, train labels, test images, test labels
  std::uint64_t train, test;            // Dataset::digest() of the two
  const char* npm_package = nullptr;    // "name@version" that brings the files, or null
  const char* apt_package = nullptr;    // the same from Debian, or null
  const char* system_folder = nullptr;  // where that one puts them, or null
};

// Where `file` lies in `folder`, plain or gzipped, in either habit of naming; empty if nowhere.
std::filesystem::path find_file(const std::filesystem::path& folder, const NamedFile& file);

// "put the files train-images-idx3-ubyte, … into FOLDER": what to do where there is no network.
std::string by_hand(const NamedSet& set, const std::filesystem::path& folder);

class IdxSource : public Source {
 public:
  IdxSource(NamedSet set, const Words& words, const PictureForm& form)
      : set_(std::move(set)), words_(words), form_(form) {}

  std::string_view name() const override { return set_.name; }
  Words words() const override { return words_; }
  Sense sense() const override { return Sense::sees; }
  bool takes(Choice choice) const override { return choice == Choice::axes; }
  InputForm form() const override { return form_; }
  DataSplit load(const std::string& name, const Reading& reading) const override;
  DataSplit decode(std::vector<FileBytes> files, const Reading& reading) const override;
  Description describe(const std::string& name, const Reading& reading) const override;
  std::string fetch(const std::string& name, const std::string& dir, const Say& say,
                    const std::string& from) const override;

 private:
  NamedSet set_;
  Words words_;
  PictureForm form_;
};

}  // namespace glia
