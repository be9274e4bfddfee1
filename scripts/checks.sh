# The stages of ./test. A stage prints what failed, adds to `passed` and `failed`, and goes on.

passed=0
failed=0
jobs=$(nproc)
python=$root/build/venv/bin/python

# What tests may rely on; they read it from the environment.
export GLIA=$glia GLIA_ROOT=$root GLIA_BUILD=$build
export LC_ALL=C.UTF-8  # glia's sentences are read in English, but where a test asks for Russian
# Property tests draw the same cases each time, so that a change is what makes a test fail; with
# RC_PARAMS=max_success=10000 they draw others.
export RC_PARAMS=${RC_PARAMS:-seed=20}

stage() {  # NAME FUNCTION ARGS…
  local name=$1 began=$SECONDS before_passed=$passed before_failed=$failed
  shift
  printf '\n[%s] %s\n' "$(clock "$SECONDS")" "$name"
  "$@"
  printf '  %d passed, %d failed in %d s\n' $((passed - before_passed)) \
    $((failed - before_failed)) $((SECONDS - began))
}

count() {  # PASSED FAILED
  passed=$((passed + $1))
  failed=$((failed + $2))
}

summary() {
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0 && passed > 0))
}

# Runs a command whose output matters only if it fails.
expect() {  # NAME LIMIT COMMAND…
  local name=$1 limit=$2 output
  shift 2
  if output=$(timeout --kill-after=10 "$limit" "$@" </dev/null 2>&1); then
    count 1 0
  else
    printf '  FAILED: %s\n%s\n' "$name" "$(tail -n 40 <<<"$output" | sed 's/^/  | /')"
    count 0 1
  fi
}

sources() {
  (cd "$root" && find . \( -name build -o -name node_modules \) -prune -o \( -name '*.h' -o -name '*.cpp' \) -printf '%P\n' | sort)
}

check_format() {
  local wrong bad
  wrong=$(cd "$root" && sources | xargs -P "$jobs" -n 1 sh -c \
    'said=$(timeout 60 "$0" --dry-run -Werror "$1" 2>&1) ||
      printf "  FAILED: %s is not as .clang-format says\n%s\n" "$1" "$(echo "$said" | sed "s/^/  | /")"' \
    "${python%/*}/clang-format") || true
  [[ -z $wrong ]] || printf '%s\n' "$wrong"
  bad=$(grep -c '^  FAILED: ' <<<"$wrong" || true)
  count $(($(sources | wc -l) - bad)) "$bad"
  check_columns
  check_inner_headers
}

# The page's sources, which clang-format does not know.
check_columns() {
  local wide
  wide=$(cd "$page" && LC_ALL=C.UTF-8 grep -rnE '.{101}' src test e2e) || true
  [[ -z $wide ]] || printf '  FAILED: lines of the page over 100 columns\n%s\n' "$wide"
  count $((${#wide} == 0)) $((${#wide} > 0))
}

# apps/ and studio/ see the library as its users do, but for what docs/architecture.md allows.
check_inner_headers() {
  local allowed wrong
  allowed=$(cd "$root" && sed -n '/^Besides public headers/,/^$/p' docs/architecture.md |
    grep -oE '[a-z_]+/[a-z_]+\.h')
  wrong=$(cd "$root" && grep -rnE '^#include "' --include='*.h' --include='*.cpp' \
    apps studio/core studio/server | while IFS='"' read -r place header _; do
    [[ -e src/$header ]] || continue
    [[ ! -e studio/$header && ! -e apps/cli/$header ]] || continue  # a room's own of that name
    [[ $place != studio/core/* ]] || ! grep -qxF "$header" <<<"$allowed" || continue
    printf '%s"%s"\n' "$place" "$header"
  done) || true
  [[ -z $wrong ]] || printf '  FAILED: inner headers of the library\n%s\n' "$wrong"
  count $((${#wrong} == 0)) $((${#wrong} > 0))
}

check_units() {
  local output total bad
  output=$(ctest --test-dir "$build" -j "$jobs" --timeout 300 --output-on-failure </dev/null 2>&1) || true
  total=$(sed -n 's/.* tests failed out of \([0-9]*\)$/\1/p' <<<"$output")
  bad=$(sed -n 's/.*, \([0-9]*\) tests failed out of .*/\1/p' <<<"$output")
  if [[ -z $total ]]; then
    printf '%s\n' "$output" | tail -n 40
    count 0 1
    return
  fi
  ((bad == 0)) || printf '%s\n' "$output" | grep -v ' Passed '
  count $((total - bad)) "$bad"
}

# safetensors opens what we write; numpy holds what it opens. Another version of clang-format lays
# some files out otherwise, so it is not the system's.
python_packages=(numpy safetensors clang-format==14.0.6 nanobind==3.1.0)

python_tests() {  # FOLDER [NAME]
  local file output ran bad
  for file in "$root/$1"/${2:-test_*}.py; do
    [[ -e $file ]] || continue
    output=$(cd "$root/build" && PYTHONDONTWRITEBYTECODE=1 timeout --kill-after=10 \
      "${python_limit:-900}" "$python" -m unittest discover -v -s "${file%/*}" -p "${file##*/}" \
      </dev/null 2>&1) || true
    sed -n 's/^\(.* \.\.\. \)\?row: /  /p' <<<"$output"  # what a table of tests says of its rows
    ran=$(sed -n 's/^Ran \([0-9]*\) tests\? in .*/\1/p' <<<"$output")
    bad=$(grep -cE '^(FAIL|ERROR): ' <<<"$output" || true)
    [[ -n $ran ]] || { ran=$((bad + 1)) bad=$ran; }
    if ((bad)) || ! grep -q '^OK' <<<"$output"; then
      printf '  FAILED: %s\n%s\n' "${file##*/}" "$(tail -n 80 <<<"$output" | sed 's/^/  | /')"
      ((bad)) || bad=1
    fi
    count $((ran > bad ? ran - bad : 0)) "$bad"
  done
}

# The Python module as it was built beside everything else, as a package: FOLDER/glia.
link_module() {  # FOLDER
  rm -rf "$1"
  mkdir -p "$1/glia"
  ln -s "$root"/python/glia/* "$build"/python/_glia* "$1/glia"
}

check_documents() {
  local -x PYTHONPATH=$build/python/package
  link_module "$PYTHONPATH"
  python_tests tests/docs
  python_tests tests/texts
}
check_end_to_end() { python_tests tests/e2e; }

# What of several processes is a sample in the end-to-end tests; machines joined by ssh; searches by
# Optuna and by a Slurm. Slurm's PMIx plugin is in slurm-wlm-basic-plugins.
cluster_packages=(slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge openssh-server
  openssh-client iproute2)
check_cluster() {
  local -x GLIA_CLUSTER=all
  local python_limit=3600
  python_tests tests/e2e test_mpi
  local python=$root/build/cluster/bin/python
  python_tests tests/cluster
}

# TensorBoard is large and a Python of its own has it.
tensorboard_packages=(tensorboard==2.21.0)
check_tensorboard() {
  local python=$root/build/tensorboard/bin/python
  python_tests tests/tensorboard
}

# Others' programs that read and write ONNX files are large, too.
onnx_packages=(onnx==1.22.0 onnxruntime==1.32.0 torch==2.15.0 onnxscript==0.7.2
  scikit-learn==1.9.1 skl2onnx==1.20.0 tensorflow-cpu==2.21.0 keras==3.15.1 tf2onnx==1.17.0
  netron==9.3.3)
onnx_modules=(onnxruntime-web@1.30.0)
check_onnx() {
  local python=$root/build/onnx/bin/python
  python_tests tests/onnx
}

# Networks as C headers on a microcontroller that qemu plays.
check_c_header() { python_tests tests/cortex_m; }

# The C++ library as others come by it, and the packages of ./run deb.
check_package() {
  local -x GLIA_SHARED_BUILD=$root/build/debian
  local python_limit=7200
  python_tests tests/package
}

# Those that need no other package.
module_tests() {
  local name
  for name in data docstrings errors inside model pickle presets reports training; do
    python_tests python/tests "test_$name"
  done
}

check_module() {
  local -x PYTHONPATH=$build/python/package GLIA=$glia GLIA_ROOT=$root
  link_module "$PYTHONPATH"
  module_tests
}

# What estimators and notebooks are tried with.
beside_python=(mypy scikit-learn pandas joblib 'dask[distributed]' optuna
  jupyterlab marimo nbclient ipykernel)

# `pip install .` in a fresh environment with what people have beside it; each wheel in another, as
# somebody without a compiler has it, once in a bare Debian 13; and the source distribution.
check_python() {
  local python=$root/build/python-check/bin/python tools=$root/build/wheel-tools/bin
  local wheel size measured pip
  local told=$root/build/python-measured.md
  local -x GLIA=$glia GLIA_ROOT=$root
  fresh_python python3
  expect "pip install ." 3600 "${pip[@]}" "$root[notebook]" "${beside_python[@]}"
  python_tests python/tests
  python_tests python/tests/browser
  for measured in "compare.py --runs 3 --mnist" parallel.py; do
    expect "$measured" 1200 sh -c 'cd "$0" && "$1" $2 > "$3"' "$root/python/measure" "$python" \
      "$measured" "$told"
    sed 's/^/  /' "$told"
  done
  for wheel in "$root"/out/glia_nn-*.whl; do
    fresh_python "$(python_of "$wheel")"
    expect "${wheel##*/}" 600 "${pip[@]}" "$wheel"
    module_tests
    expect "auditwheel show" 60 "$tools/auditwheel" show "$wheel"
    [[ $wheel != *-abi3-* ]] || expect "abi3audit" 300 "$tools/abi3audit" --strict "$wheel"
    size=$(stat -c %s "$wheel")
    printf '  %s: %d.%02d MB\n' "${wheel##*/}" $((size / 1000000)) $((size / 10000 % 100))
    expect "the wheel has less than 6 MB" 5 test "$size" -lt 6000000
    [[ $wheel != *-abi3-* ]] || check_bare_python "$wheel"
  done
  fresh_python python3
  expect "the source distribution" 300 "$tools/pyproject-build" --sdist --outdir "$root/build/sdist" "$root"
  expect "pip install the source distribution" 3600 "${pip[@]}" "$root"/build/sdist/glia_nn-*.tar.gz
  module_tests
}

# Debian 13 has Python 3.13, and a bare one no compiler.
check_bare_python() {  # WHEEL
  local given=$root/build/bare-python
  rm -rf "$given"
  mkdir -p "$given"
  cp -r "$1" "$root/python/tests" "$given"
  expect "the wheel in a bare Debian 13" 1200 "$root/scripts/in-bare-root" trixie "$given" sh -ec '
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends python3-venv
    if command -v cc g++ clang; then exit 1; fi
    python3 -m venv /venv
    /venv/bin/pip install --quiet /given/glia_nn-*.whl
    cd /given/tests
    for name in data errors inside model; do /venv/bin/python -m unittest -v "test_$name"; done'
}

# A fresh environment, in $python, that `${pip[@]}` installs into.
fresh_python() {  # INTERPRETER
  expect "a fresh environment of $1" 120 "$1" -m venv --clear "${python%/bin/python}"
  pip=("$python" -m pip install --quiet --disable-pip-version-check)
}

# glia_nn-1.0.0-cp311-… is for 3.11, …-cp312-abi3-… for what is newer.
python_of() {  # WHEEL
  local name=${1#*/glia_nn-*-cp3}
  if [[ $1 == *-abi3-* ]]; then newest_python; else echo "python3.${name%%-*}"; fi
}

# The page's own tests, then the whole page in a browser on a real studio.
check_page() {
  local output told bad
  output=$(cd "$page" && timeout --kill-after=10 300 npx vitest run </dev/null 2>&1) || true
  output=$(sed 's/\x1b\[[0-9;]*m//g' <<<"$output")
  told=$(sed -n 's/^ *Tests .* \([0-9]*\) passed.*/\1/p' <<<"$output")
  bad=$(sed -n 's/^ *Tests  *\([0-9]*\) failed.*/\1/p' <<<"$output")
  [[ -n $told && -z $bad ]] || printf '  FAILED: vitest\n%s\n' "$(tail -n 60 <<<"$output")"
  count "${told:-0}" "${bad:-$((told ? 0 : 1))}"
  check_in_browser run.mjs "$glia"
}

check_static_page() { check_in_browser alone.mjs "$root/out" --glia "$glia"; }

check_in_browser() {  # SCRIPT ARGS…
  local output told bad
  output=$(timeout --kill-after=10 2400 node "$page/e2e/$1" "${@:2}" </dev/null 2>&1) || true
  told=$(sed -n 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p' <<<"$output")
  bad=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' <<<"$output")
  [[ $bad == 0 ]] ||
    printf "  FAILED: the page in a browser\n%s\n" "$(grep -v "^  ok " <<<"$output" | tail -n 60)"
  sed -n 's/^  \(.*: .* ms.*\|size: .*\)$/  \1/p' <<<"$output"
  count "${told:-0}" "${bad:-1}"
}

# Gradient checks must fail when a backward pass is broken on purpose; see scripts/mutate.
check_mutations() {
  local output bad killed which=(--sample 2)
  [[ $extent != full ]] || which=()
  output=$(timeout --kill-after=10 3600 "$root/scripts/mutate" "${which[@]}" </dev/null 2>&1) || true
  killed=$(sed -n 's/^\([0-9]*\) killed, [0-9]* not, in .*/\1/p' <<<"$output")
  bad=$(sed -n 's/^[0-9]* killed, \([0-9]*\) not, in .*/\1/p' <<<"$output")
  if [[ -z $bad ]] || ((bad)); then
    printf '  FAILED: scripts/mutate %s\n%s\n' "${which[*]}" \
      "$(grep -v '] .* killed: ' <<<"$output" | tail -n 80 | sed 's/^/  | /')"
  fi
  count "${killed:-0}" "${bad:-1}"
}

# The rooms that a sanitizer runs over: in the sample, those where it has found things to say.
check_sanitizer() {  # PRESET
  local preset=$1 dir=$root/build/$1 room rooms
  case $extent-$preset in
    full-*) rooms=$(cd "$root/tests" && printf '%s\n' */*_test.cpp | cut -d/ -f1 | sort -u) ;;
    *-asan) rooms="ops data io" ;;
    *-tsan) rooms="base train" ;;
  esac
  local targets=()
  for room in $rooms; do
    ! compgen -G "$root/tests/$room/*_test.cpp" >/dev/null || targets+=("${room}_test")
  done
  if ! try 300 "configuring $preset" cmake -S "$root" --preset "$preset" ||
    ! try 3600 "building $preset" cmake --build "$dir" --target "${targets[@]}"; then
    tail -n 30 "$log"
    count 0 1
    return
  fi
  for room in "${targets[@]}"; do
    expect "$preset $room" 900 bash -c 'children=() status=0
      for ((i = 0; i < $1; ++i)); do
        GTEST_TOTAL_SHARDS=$1 GTEST_SHARD_INDEX=$i "$0" --gtest_brief=1 &
        children+=($!)
      done
      for child in "${children[@]}"; do wait "$child" || status=1; done
      exit "$status"' "$dir/tests/$room" "$jobs"
  done
}

# Every fuzz target for its share of so many seconds of all processors, from its seeds and from what
# it came to before. What breaks one is kept: TARGET_fuzz FILE shows it again.
check_fuzz() {  # SECONDS
  local dir=$root/build/fuzz program programs each said name
  if ! try 300 "configuring fuzz" cmake -S "$root" --preset fuzz ||
    ! try 3600 "building fuzz" cmake --build "$dir" --target fuzz/all; then
    tail -n 30 "$log"
    count 0 1
    return
  fi
  mapfile -t programs < <(find "$dir/fuzz" -maxdepth 1 -name '*_fuzz' -type f | sort)
  each=$(($1 * jobs / ${#programs[@]} + 1))
  mkdir -p "$dir/finds"
  printf '%s\0' "${programs[@]}" | xargs -0 -P "$jobs" -n 1 bash -c '
    name=${2##*/} corpus=$0/corpus/${2##*/}
    rm -f "$0/finds/$name"-* "$0/finds/$name.log"
    { "$2" --seeds "$corpus" && timeout --kill-after=10 $(($1 + 120)) "$2" "$corpus" \
      -max_total_time="$1" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="$0/finds/$name-"; } >"$0/finds/$name.log" 2>&1 </dev/null &&
      echo >>"$0/finds/$name.log" "held: $name"' "$dir" "$each" || true
  for program in "${programs[@]}"; do
    name=${program##*/} said=$dir/finds/${program##*/}.log
    if grep -q "^held: $name\$" "$said"; then
      printf '  %s: %s runs, %s a second, coverage %s\n' "$name" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$said")" \
        "$(sed -n 's/^stat::average_exec_per_sec: *//p' "$said")" \
        "$(sed -n 's/^#.*DONE *cov: \([0-9]*\).*/\1/p' "$said")"
      count 1 0
    else
      printf '  FAILED: %s\n%s\n' "$name" "$(grep -av '^#[0-9]' "$said" | tail -n 60 | sed 's/^/  | /')"
      count 0 1
    fi
  done
}

# The engine and the studio's core as WebAssembly under node. What is optimized less compiles in
# half the time, and lies apart from what a page is made of.
check_wasm() {
  local dir=$root/build/wasm-tests output ran good
  # What a toolchain file says first is kept for good.
  fetch_wasm_source
  [[ ! $root/cmake/wasm.cmake -nt $dir/CMakeCache.txt && ! $wasm_source -nt $dir/CMakeCache.txt ]] ||
    rm -rf "$dir"
  if ! try 300 "configuring wasm" cmake -S "$root" --preset wasm -B "$dir" \
    -DCMAKE_CXX_FLAGS_RELEASE=-O1 || ! try 3600 "building wasm" cmake --build "$dir"; then
    tail -n 30 "$log"
    count 0 1
    return
  fi
  output=$(ctest --test-dir "$dir" -j "$jobs" --timeout 300 --verbose </dev/null 2>&1) || true
  ran=$(awk '/ tests? from .* ran\./ { sum += $3 } /\[  SKIPPED \] [0-9]+ test/ { sum -= $5 }
    END { print sum + 0 }' <<<"$output")
  good=$(awk '/\[  PASSED  \]/ { sum += $5 } END { print sum + 0 }' <<<"$output")
  if ! grep -q '^100% tests passed' <<<"$output"; then
    printf '%s\n' "$output" | grep -v '\[ *\(RUN\|OK\|-*\) *\]' | tail -n 80 | sed 's/^/  | /'
    ((ran > good)) || ran=$((good + 1))  # a program that did not come to its end
  fi
  count "$good" $((ran - good))
}

# clang-tidy over one file in ten, or over all of them. A file that passed is not looked at again
# until it, a header or the list of checks changes.
check_tidy() {
  local files file headers keys=$root/build/tidy commands=$root/build/tidy-commands
  # It wants a compile command for each file.
  if ! try 300 "configuring clang-tidy" cmake -S "$root" --preset release -B "$commands" \
    -DGLIA_UNITY=OFF -DGLIA_MPI=ON -DGLIA_PYTHON=ON -DPython_EXECUTABLE="$python"; then
    tail -n 30 "$log"
    count 0 1
    return
  fi
  mapfile -t files < <(sources | grep '\.cpp$' | grep -v '^\(tests\|benchmarks\|fuzz\)/')
  [[ $extent == full ]] || mapfile -t files < <(printf '%s\n' "${files[@]}" | awk 'NR % 10 == 1')
  mkdir -p "$keys"
  headers=$(cd "$root" && { sources | grep '\.h$' | xargs cat; cat .clang-tidy; } | sha256sum)
  key_of() { printf '%s/%s' "$keys" "$(sha256sum - "$root/$1" <<<"$headers" | sha256sum | cut -c1-32)"; }
  for file in "${files[@]}"; do
    [[ -e $(key_of "$file") ]] || printf '%s\0%s\0' "$file" "$(key_of "$file")"
  done | xargs -0 -r -n 2 -P "$jobs" bash -c '
    if said=$(timeout 600 clang-tidy -p "$1" --quiet "$0/$2" 2>/dev/null </dev/null); then
      touch "$3"
    else
      printf "  FAILED: %s\n%s\n" "$2" "$(grep -v "warnings treated as errors" <<<"$said" | head -n 40)"
    fi' "$root" "$commands" || true
  for file in "${files[@]}"; do
    if [[ -e $(key_of "$file") ]]; then count 1 0; else count 0 1; fi
  done
}
