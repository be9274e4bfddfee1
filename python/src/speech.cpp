#include "glia/speech.h"

#include <nanobind/stl/string.h>

#include "bindings.h"
#include "glia/threads.h"

namespace glia::python {

void bind_speech(nb::module_& module) {
  module.def(
      "synthesise_speech",
      [](nb::handle dir, const std::string& language, int voices) {
        const auto path = nb::cast<std::string>(nb::module_::import_("os").attr("fspath")(dir));
        const nb::gil_scoped_release release;
        return synthesise_speech(
            path, {.language = language, .voices = voices, .threads = usual_threads()});
      },
      nb::arg("dir"), nb::kw_only(), nb::arg("language") = "both", nb::arg("voices") = 13,
      nb::sig("def synthesise_speech(dir: str | os.PathLike[str], *, language: "
              "typing.Literal['ru', 'en', 'both'] = 'both', voices: int = 13) -> int"),
      "Spoken digits by the program espeak-ng, which must be installed, as files in `dir` that\n"
      "load_dataset(\"speech:DIR\") reads: no human spoke them. voices: 4 to 13, of which some "
      "are\n"
      "kept for validation and test. Returns how many recordings there are. Raises "
      "UnsupportedError,\n"
      "NotFoundError, IoError.");
}

}  // namespace glia::python
