# What `cmake --install` puts in place: the library, its headers, and what find_package(glia) reads.
include(CMakePackageConfigHelpers)
set(GLIA_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/glia)
set(GLIA_IS_STATIC ON)
if(BUILD_SHARED_LIBS)
  set(GLIA_IS_STATIC OFF)
endif()
configure_package_config_file(cmake/glia-config.cmake.in glia-config.cmake
  INSTALL_DESTINATION ${GLIA_CONFIG_DIR})
write_basic_package_version_file(glia-config-version.cmake COMPATIBILITY SameMajorVersion)

install(TARGETS glia EXPORT glia-targets)
install(DIRECTORY include/glia DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT glia-targets NAMESPACE glia:: DESTINATION ${GLIA_CONFIG_DIR})
install(FILES ${PROJECT_BINARY_DIR}/glia-config.cmake
              ${PROJECT_BINARY_DIR}/glia-config-version.cmake
        DESTINATION ${GLIA_CONFIG_DIR})
