# What `cmake --install` puts in place, by components: library (what programs run with), development
# (headers, and what CMake and pkg-config read), command (glia, its manual, its completions, and the
# studio's page where that is built) and onnx. None of it knows where it was built or where it will lie.
include(CMakePackageConfigHelpers)
set(GLIA_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/glia)
set(GLIA_DOC_DIR ${CMAKE_INSTALL_DATAROOTDIR}/doc/glia)
set(GLIA_ZSH_DIR ${CMAKE_INSTALL_DATAROOTDIR}/zsh/site-functions CACHE STRING "Where zsh looks for completions")
set(GLIA_IS_STATIC ON)
if(BUILD_SHARED_LIBS)
  set(GLIA_IS_STATIC OFF)
endif()

# A library, and what find_package(glia) reads of it.
function(glia_install target component name)
  install(TARGETS ${target} EXPORT ${name}-targets
    LIBRARY COMPONENT ${component} NAMELINK_COMPONENT development ARCHIVE COMPONENT development)
  install(EXPORT ${name}-targets NAMESPACE glia:: DESTINATION ${GLIA_CONFIG_DIR} COMPONENT development)
endfunction()

glia_install(glia library glia)
set(unbuilt)  # headers of parts that are not here
if(TARGET glia_dist)
  set_target_properties(glia_dist PROPERTIES EXPORT_NAME dist)
  glia_install(glia_dist library glia-dist)
else()
  list(APPEND unbuilt PATTERN mpi.h EXCLUDE)
endif()
if(TARGET glia_onnx)
  set_target_properties(glia_onnx PROPERTIES EXPORT_NAME onnx)
  set_target_properties(glia_onnx PROPERTIES INSTALL_RPATH "$ORIGIN")
  glia_install(glia_onnx onnx glia-onnx)
else()
  list(APPEND unbuilt PATTERN onnx.h EXCLUDE)
endif()
install(DIRECTORY include/glia DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
  FILES_MATCHING PATTERN "*.h" ${unbuilt})

configure_package_config_file(cmake/glia-config.cmake.in glia-config.cmake
  INSTALL_DESTINATION ${GLIA_CONFIG_DIR})
write_basic_package_version_file(glia-config-version.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/glia-config.cmake ${PROJECT_BINARY_DIR}/glia-config-version.cmake
  DESTINATION ${GLIA_CONFIG_DIR} COMPONENT development)

# For pkg-config places are told from that of glia.pc.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE GLIA_PC_PREFIX)
set(GLIA_PC_NEEDS)  # a shared library brings what it needs, a static one has it linked by everybody
if(GLIA_IS_STATIC)
  list(JOIN GLIA_PKG_CONFIG_NEEDS " " modules)
  set(libraries "-lhwy -pthread")
  if(GLIA_HAS_TABLES)
    string(PREPEND libraries "-lcsv ")
  endif()
  set(GLIA_PC_NEEDS " ${libraries}\nRequires: ${modules}")
  set(GLIA_PC_DEFINES " -DGLIA_STATIC")
endif()
configure_file(cmake/glia.pc.in glia.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/glia.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT development)
if(TARGET glia_onnx)
  if(GLIA_IS_STATIC)
    set(GLIA_ONNX_PC_REQUIRES " protobuf")
    set(GLIA_ONNX_PC_NEEDS " -lonnx_proto")
  endif()
  configure_file(cmake/glia-onnx.pc.in glia-onnx.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/glia-onnx.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT development)
endif()

# Its licence and those of what is compiled into it, as Debian has their texts.
foreach(component library command)
  install(FILES LICENSE docs/dependencies.md DESTINATION ${GLIA_DOC_DIR} COMPONENT ${component})
  foreach(package libhwy-dev nlohmann-json3-dev libkissfft-dev libcli11-dev libfmt-dev libboost1.74-dev
      libboost1.83-dev)
    install(FILES /usr/share/doc/${package}/copyright DESTINATION ${GLIA_DOC_DIR}/licences
      RENAME ${package} COMPONENT ${component} OPTIONAL)
  endforeach()
endforeach()
install(FILES COMPATIBILITY.md DESTINATION ${GLIA_DOC_DIR} COMPONENT development)

if(TARGET glia_cli)
  if(BUILD_SHARED_LIBS AND NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")  # where a system does not look
    cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR BASE_DIRECTORY ${CMAKE_INSTALL_FULL_BINDIR}
      OUTPUT_VARIABLE libraries)
    set_target_properties(glia_cli PROPERTIES INSTALL_RPATH "$ORIGIN/${libraries}")
    if(TARGET glia_mpi)
      set_target_properties(glia_mpi PROPERTIES INSTALL_RPATH "$ORIGIN/${libraries}")
    endif()
  endif()
  install(TARGETS glia_cli COMPONENT command)
  if(TARGET glia_mpi)
    install(TARGETS glia_mpi COMPONENT command)
  endif()
  install(DIRECTORY studio/web/dist/ DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/glia/studio
    COMPONENT command OPTIONAL)
  # The program itself writes its pages.
  set(pages ${PROJECT_BINARY_DIR}/pages)
  add_custom_command(OUTPUT ${pages}/written
    COMMAND glia_cli --lang en pages ${pages} COMMAND glia_cli --lang ru pages ${pages}/ru
    COMMAND ${CMAKE_COMMAND} -E touch ${pages}/written DEPENDS glia_cli VERBATIM)
  add_custom_target(glia_pages ALL DEPENDS ${pages}/written)
  install(DIRECTORY ${pages}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command
    FILES_MATCHING PATTERN "*.1" PATTERN ru EXCLUDE)
  install(DIRECTORY ${pages}/ru/ DESTINATION ${CMAKE_INSTALL_MANDIR}/ru/man1 COMPONENT command
    FILES_MATCHING PATTERN "*.1")
  install(FILES ${pages}/glia.bash RENAME glia COMPONENT command
    DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions)
  install(FILES ${pages}/_glia DESTINATION ${GLIA_ZSH_DIR} COMPONENT command)
  install(FILES ${pages}/glia.fish COMPONENT command
    DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/fish/vendor_completions.d)
endif()

if(PROJECT_IS_TOP_LEVEL)
  add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR}
    -P ${PROJECT_SOURCE_DIR}/cmake/uninstall.cmake VERBATIM)
  include(cmake/debian.cmake)
endif()
