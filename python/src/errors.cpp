#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>

#include "bindings.h"
#include "glia/error.h"

namespace glia::python {
namespace {

void raise(const Error& error) {
  nb::dict facts;
  for (const auto& [name, value] : error.facts().values) facts[name.c_str()] = value;
  const nb::object raised =
      nb::module_::import_("glia._errors")
          .attr("error_of")(std::string(name_of(error.code())), std::string(error.what()),
                            error.facts().kind, facts);
  PyErr_SetObject(raised.type().ptr(), raised.ptr());
}

}  // namespace

void bind_errors(nb::module_&) {
  nb::register_exception_translator([](const std::exception_ptr& thrown, void*) {
    try {
      std::rethrow_exception(thrown);
    } catch (const Error& error) {
      raise(error);
    }
  });
}

}  // namespace glia::python
