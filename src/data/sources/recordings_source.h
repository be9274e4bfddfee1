#pragma once
#include <string>

#include "glia/source.h"
#include "glia/speech.h"

namespace glia {

// A source of recordings: where they lie is what each adds.
class RecordingsSource : public Source {
 public:
  Sense sense() const override { return Sense::hears; }
  bool takes(Choice choice) const override {
    return choice == Choice::damaged || choice == Choice::hold_out;
  }
  DataSplit load(const std::string& name, const Reading& reading) const override;
  Description describe(const std::string& name, const Reading& reading) const override;

 private:
  // The folder with the recordings.
  virtual std::string place_of(const std::string& name, const std::string& dir) const = 0;
  SpeechSet read(const std::string& name, const Reading& reading) const;
};

}  // namespace glia
