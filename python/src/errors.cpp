#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>

#include "bindings.h"
#include "glia/error.h"

namespace glia::python {
namespace {

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::shape_mismatch:
      return "shape_mismatch";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::io:
      return "io";
    case ErrorCode::format:
      return "format";
    case ErrorCode::diverged:
      return "diverged";
    case ErrorCode::unsupported:
      return "unsupported";
  }
  return "invalid_argument";
}

void raise(const Error& error) {
  nb::dict facts;
  for (const auto& [name, value] : error.facts().values) facts[name.c_str()] = value;
  const nb::object raised = nb::module_::import_("glia._errors")
                                .attr("error_of")(name_of(error.code()), std::string(error.what()),
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
