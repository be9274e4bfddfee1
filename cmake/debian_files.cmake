# What a Debian package has beside what is installed elsewhere: one file of licences, a changelog,
# and manual pages that are compressed. CPack runs this over what it is about to pack.
foreach(component ${CPACK_COMPONENTS_ALL})
  string(TOUPPER ${component} name)
  set(package ${CPACK_DEBIAN_${name}_PACKAGE_NAME})
  set(share ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr/share)
  set(documents ${share}/doc/${package})
  file(READ ${CMAKE_CURRENT_LIST_DIR}/../LICENSE text)
  file(GLOB licences ${share}/doc/glia/licences/*)
  foreach(licence ${licences})
    file(READ ${licence} other)
    cmake_path(GET licence FILENAME of)
    string(APPEND text "\n--- Compiled into it, of ${of}:\n\n${other}")
  endforeach()
  file(REMOVE_RECURSE ${share}/doc/glia)
  file(WRITE ${documents}/copyright "${text}")
  file(WRITE ${documents}/changelog "glia (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * Version ${CPACK_PACKAGE_VERSION}.

 -- ${CPACK_PACKAGE_CONTACT}  Fri, 27 Nov 2026 12:00:00 +0000
")
  file(GLOB_RECURSE compressed ${share}/man/*.1)
  execute_process(COMMAND gzip -9n ${documents}/changelog ${compressed} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
