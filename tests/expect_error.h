#pragma once
#include <gtest/gtest.h>

#include <string>

#include "glia/error.h"

// The statement throws glia::Error with this code and with `part` in its text.
#define EXPECT_ERROR(statement, expected_code, part)                                      \
  do {                                                                                    \
    try {                                                                                 \
      (void)(statement);                                                                  \
      ADD_FAILURE() << "expected an Error with '" << (part) << "', nothing was thrown";   \
    } catch (const glia::Error& error) {                                                  \
      EXPECT_EQ(error.code(), (expected_code)) << error.what();                           \
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what(); \
    }                                                                                     \
  } while (false)

namespace glia {

// The message of the Error that `action` throws; the test fails unless it is one with this code.
template <typename Action>
std::string error_of(ErrorCode code, Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no Error was thrown";
  return "";
}

// GoogleTest's matchers without gmock: what a message has to contain.
inline void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

}  // namespace glia
