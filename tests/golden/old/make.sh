#!/usr/bin/env bash
# Writes the files of tests/golden/old/COMMIT with the library of that commit.
#   tests/golden/old/make.sh bc3ff0d
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
commit=${1:?which commit}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
git -C "$here/../../.." archive --format=tar --prefix=glia/ "$commit" | tar -x -C "$build"
cmake -S "$build/glia" -B "$build/library" -DGLIA_BUILD_TESTS=OFF -DGLIA_BUILD_CLI=OFF -DGLIA_BUILD_EXAMPLES=OFF \
  -DGLIA_STUDIO=OFF -DCMAKE_INSTALL_PREFIX="$build/installed"
cmake --build "$build/library" --target install
cat >"$build/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.22)
project(make CXX)
find_package(glia REQUIRED)
find_package(nlohmann_json REQUIRED)
add_executable(make $here/make.cpp)
target_compile_features(make PRIVATE cxx_std_20)
target_link_libraries(make PRIVATE glia::glia nlohmann_json::nlohmann_json)
EOF
cmake -S "$build" -B "$build/make" -DCMAKE_PREFIX_PATH="$build/installed"
cmake --build "$build/make"
mkdir -p "$here/$commit"
"$build/make/make" "$here/$commit" "$commit"
