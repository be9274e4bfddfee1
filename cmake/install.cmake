# What `cmake --install` puts in place: the library, its headers, and what find_package(glia) reads.
include(CMakePackageConfigHelpers)
set(GLIA_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/glia)
configure_package_config_file(cmake/glia-config.cmake.in glia-config.cmake
  INSTALL_DESTINATION ${GLIA_CONFIG_DIR})
write_basic_package_version_file(glia-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS glia EXPORT glia-targets)
install(DIRECTORY include/glia TYPE INCLUDE)
install(EXPORT glia-targets NAMESPACE glia:: DESTINATION ${GLIA_CONFIG_DIR})
install(FILES ${PROJECT_BINARY_DIR}/glia-config.cmake
              ${PROJECT_BINARY_DIR}/glia-config-version.cmake
        DESTINATION ${GLIA_CONFIG_DIR})
