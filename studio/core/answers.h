#pragma once
#include <new>
#include <string>
#include <string_view>

#include "core/fields.h"
#include "glia/error.h"

namespace glia::studio {

Json error_answer(std::string_view code, const std::string& text);
Json error_answer(const Error& error);

// What `work` gives, or why it could not.
template <typename Work>
auto answered(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const Error& error) {
    return error_answer(error);
  } catch (const std::bad_alloc&) {
    return error_answer("memory", "there is not enough memory for this");
  }
}

}  // namespace glia::studio
