# What the library is made of: its parts, and for each what it is linked with. `glia --version`,
# glia.pc and the package for find_package(glia) tell it.
set(GLIA_PARTS)  # for cmake/build_facts.h.in
set(GLIA_PKG_CONFIG_NEEDS)

# glia_part(NAME HERE MODULES… of pkg-config OTHERS NAME VERSION…): HERE is whether it is built.
function(glia_part name here)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "MODULES;OTHERS")
  set(libraries)
  if(here)
    foreach(module ${arg_MODULES})
      pkg_check_modules(GLIA_${module} QUIET ${module})
      list(APPEND libraries "{\"${module}\", \"${GLIA_${module}_VERSION}\"}")
    endforeach()
    while(arg_OTHERS)
      list(POP_FRONT arg_OTHERS library version)
      list(APPEND libraries "{\"${library}\", \"${version}\"}")
    endwhile()
    set(GLIA_PKG_CONFIG_NEEDS ${GLIA_PKG_CONFIG_NEEDS} ${arg_MODULES} PARENT_SCOPE)
  endif()
  list(JOIN libraries ", " libraries)
  set(GLIA_PARTS "${GLIA_PARTS}{\"${name}\", {${libraries}}}, " PARENT_SCOPE)
endfunction()

# Of a library whose header alone tells: "#define CSV_MAJOR 3" and so on.
function(glia_version_in header prefix version)
  file(STRINGS ${header} lines REGEX "^#define ${prefix}_(MAJOR|MINOR|PATCH|RELEASE) [0-9]+$")
  list(TRANSFORM lines REPLACE "^.* " "")
  list(JOIN lines "." lines)
  set(${version} ${lines} PARENT_SCOPE)
endfunction()
