# The toolchain file of preset wasm: Emscripten's own, which compiles for its own headers only; so
# those of the system that fit any machine are linked apart, into the build folder.
execute_process(COMMAND em-config EMSCRIPTEN_ROOT OUTPUT_VARIABLE emscripten
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
include(${emscripten}/cmake/Modules/Platform/Emscripten.cmake)

set(headers ${CMAKE_BINARY_DIR}/headers)
foreach(part include/hwy include/nlohmann include/kissfft share/cmake/nlohmann_json)
  get_filename_component(folder ${headers}/${part} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  file(CREATE_LINK /usr/${part} ${headers}/${part} SYMBOLIC)
endforeach()
list(APPEND CMAKE_FIND_ROOT_PATH ${headers})

# Exceptions by the machine's own instructions, one thread, memory as it is needed.
string(APPEND CMAKE_CXX_FLAGS_INIT
  " -msimd128 -fwasm-exceptions -include ${CMAKE_CURRENT_LIST_DIR}/libcxx.h")
# Kernels keep tiles on the stack, which newer Emscriptens make 64 KB small.
string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -sTOTAL_STACK=5MB")
# Binaryen would put every function of a single caller into that, and V8 up to 11 at least (Node.js
# 20) gives out the registers of such large ones badly. In another order functions compress better.
string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -sALLOW_MEMORY_GROWTH -sWASM_BIGINT"
  " -sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=40,--reorder-functions")
set(CMAKE_HAVE_LIBC_PTHREAD ON)  # as stubs, which suffice for a pool of one
# Another node than Debian's does not look where Debian keeps the linker's JavaScript.
set(CMAKE_CXX_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
# Node 18 has a fetch() and takes the program's own file for something to fetch.
set(CMAKE_CROSSCOMPILING_EMULATOR node --no-experimental-fetch)
