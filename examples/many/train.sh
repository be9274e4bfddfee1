#!/bin/sh
# train.sh LINE FOLDER: one training of a search, with the settings of a line of settings.txt.
# Leaves FOLDER/LINE.safetensors and, as JSON Lines, what glia said.
set -eu
here=$(dirname "$0")
settings=$(sed -n "$1p" "$here/settings.txt")
[ -n "$settings" ] || { echo "settings.txt has no line $1" >&2; exit 1; }
mkdir -p "$2"
# shellcheck disable=SC2086  # several words
${GLIA:-glia} train --data mnist --validation 0.1 --epochs "${EPOCHS:-5}" --seed 1 $settings \
  --out "$2/$1.safetensors" --json >"$2/$1.part"
mv "$2/$1.part" "$2/$1.jsonl"
