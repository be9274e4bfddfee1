#pragma once
#include <string>

#include "glia/source.h"

namespace glia {

// A source that a build is without: it keeps its name, and says why nothing comes of it.
class AbsentSource : public Source {
 public:
  AbsentSource(std::string_view name, Sense sense, Words words)
      : name_(name), sense_(sense), words_(words) {}

  std::string_view name() const override { return name_; }
  Words words() const override { return words_; }
  Sense sense() const override { return sense_; }
  bool takes(Choice /*choice*/) const override { return false; }
  DataSplit load(const std::string& name, const Reading& /*reading*/) const override { fail(name); }
  Description describe(const std::string& name, const Reading& /*reading*/) const override {
    fail(name);
  }
  std::string fetch(const std::string& name, const std::string& /*dir*/, const Say& /*say*/,
                    const std::string& /*from*/) const override {
    fail(name);
  }

 private:
  [[noreturn]] virtual void fail(const std::string& name) const = 0;

  std::string_view name_;
  Sense sense_;
  Words words_;
};

}  // namespace glia
