#pragma once
// How things travel to other processes, and are kept: by their public members, one by one.
#include <nanobind/nanobind.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace glia::python {

namespace nb = nanobind;

inline constexpr const char* kStateOut = "def __getstate__(self) -> tuple[typing.Any, ...]";
inline constexpr const char* kStateIn =
    "def __setstate__(self, state: tuple[typing.Any, ...], /) -> None";

// Of what is equal where its members are, some of which are lists.
template <typename T>
void refuse_hash(nb::class_<T>& kind) {
  kind.def(
      "__hash__",
      [](nb::handle self) -> std::int64_t {
        const std::string name = nb::type_name(self.type()).c_str();
        throw nb::type_error(("unhashable type: '" + name + "'").c_str());
      },
      nb::sig("def __hash__(self) -> int"));
}

// Two are equal whose members are.
template <typename T, typename... Members>
void pickle_by(nb::class_<T>& kind, Members... members) {
  const auto out = [members...](const T& from) { return nb::make_tuple(from.*members...); };
  kind.def("__getstate__", out, nb::sig(kStateOut))
      .def(
          "__setstate__",
          [members...](T& to, const nb::tuple& state) {
            T made{};
            std::size_t at = 0;
            ((made.*members =
                  nb::cast<std::remove_cvref_t<decltype(made.*members)>>(nb::handle(state[at++]))),
             ...);
            new (&to) T(std::move(made));
          },
          nb::sig(kStateIn))
      .def("__eq__", [out](const T& a, nb::handle b) {
        return nb::isinstance<T>(b) && out(a).equal(out(nb::cast<const T&>(b)));
      });
  refuse_hash(kind);
}

// What is of this process alone: the reason, and what to do.
template <typename T>
void refuse_pickle(nb::class_<T>& kind, const char* why) {
  kind.def(
      "__reduce__", [why](nb::handle) -> nb::object { throw nb::type_error(why); },
      nb::sig("def __reduce__(self) -> typing.NoReturn"));
}

}  // namespace glia::python
