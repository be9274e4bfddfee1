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
