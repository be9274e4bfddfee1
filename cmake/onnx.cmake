# ONNX: an optional library of its own, glia::onnx, on where its libraries are.
option(GLIA_ONNX "Networks as ONNX files: libonnx, protobuf" ON)
set(GLIA_HAS_ONNX OFF)
if(GLIA_ONNX AND NOT CMAKE_CROSSCOMPILING)
  find_path(ONNX_INCLUDE onnx/onnx_pb.h)
  find_library(ONNX_LIBRARY onnx_proto)
  pkg_check_modules(PROTOBUF IMPORTED_TARGET protobuf)
  if(ONNX_INCLUDE AND ONNX_LIBRARY AND PROTOBUF_FOUND)
    set(GLIA_HAS_ONNX ON)
    file(STRINGS ${ONNX_INCLUDE}/onnx/common/version.h onnx_version REGEX "LAST_RELEASE_VERSION = ")
    string(REGEX REPLACE "^.*\"([^\"]*)\".*$" "\\1" onnx_version "${onnx_version}")
  else()
    message(STATUS "No ONNX: install libonnx-dev libprotobuf-dev")
  endif()
endif()

if(GLIA_HAS_ONNX)
  file(GLOB sources CONFIGURE_DEPENDS src/onnx/*.cpp)
  add_library(glia_onnx ${sources})
  add_library(glia::onnx ALIAS glia_onnx)
  target_compile_definitions(glia_onnx PRIVATE ONNX_ML=1 ONNX_NAMESPACE=onnx)
  target_include_directories(glia_onnx PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_include_directories(glia_onnx SYSTEM PRIVATE ${ONNX_INCLUDE})
  target_link_libraries(glia_onnx PUBLIC glia PRIVATE $<BUILD_INTERFACE:glia_options>
    $<BUILD_INTERFACE:${ONNX_LIBRARY}> $<INSTALL_INTERFACE:onnx_proto> PkgConfig::PROTOBUF $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
  # Protobuf's headers are most of what the compiler reads.
  set_target_properties(glia_onnx PROPERTIES UNITY_BUILD ${GLIA_UNITY}
    CXX_VISIBILITY_PRESET ${GLIA_VISIBILITY} VISIBILITY_INLINES_HIDDEN ON
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  target_compile_options(glia_onnx PRIVATE $<$<CONFIG:Release>:-Os>)
  if(BUILD_SHARED_LIBS)
    set_target_properties(glia_onnx PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
endif()
