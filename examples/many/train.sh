#!/bin/sh
# train.sh LINE FOLDER: one training of a search, with the settings of a line of settings.txt.
# Leaves FOLDER/LINE.safetensors and, as JSON Lines, what glia said. Two may do the same line at a
# time: each works in a folder of its own, and they end with the same bits. It takes $GLIA, which may
# be several words, or the glia of PATH, or this checkout's, which it makes then.
set -eu
here=$(realpath "$(dirname "$0")")
command -v glia >/dev/null || glia() { "$here/../../run" "$@"; }
settings=$(sed -n "$1p" "$here/settings.txt")
[ -n "$settings" ] || { echo "settings.txt has no line $1" >&2; exit 1; }
mkdir -p "$2"
own=$(mktemp -d "$(realpath "$2")/$1.XXXXXX")
trap 'rm -r "$own"' EXIT
cd "$own"
# shellcheck disable=SC2086  # several words
${GLIA:-glia} train --data mnist --validation 0.1 --epochs "${EPOCHS:-5}" --seed 1 $settings \
  --out "$1.safetensors" --json >"$1.jsonl"
mv "$1.safetensors" "$1.jsonl" ..
