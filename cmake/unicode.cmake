# Names that differ only in how Unicode writes them: an optional part, on where its library is. Without
# it such names are different ones.
option(GLIA_UNICODE "Know equal names of folders and files: utf8proc" ON)
if(GLIA_UNICODE AND NOT CMAKE_CROSSCOMPILING)
  pkg_check_modules(UTF8PROC IMPORTED_TARGET libutf8proc)
  if(UTF8PROC_FOUND)
    list(APPEND GLIA_DEFINITIONS GLIA_HAS_UTF8PROC)
    list(APPEND GLIA_LIBRARIES PkgConfig::UTF8PROC)
  else()
    message(STATUS "No Unicode normal forms: install libutf8proc-dev")
  endif()
endif()
