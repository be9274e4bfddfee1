#!/bin/sh
# What a bare Debian does with the packages that lie beside this: a row for each thing, and where it
# failed what was said.
cd "$(dirname "$0")" || exit
export DEBIAN_FRONTEND=noninteractive HOME=/tmp
failed=0

row() {  # NAME COMMAND
  if said=$(sh -ec "$2" 2>&1); then
    echo "row: $1: ok"
  else
    echo "row: $1: FAILED"
    echo "$said" | tail -n 40 | sed 's/^/  | /'
    failed=1
  fi
}

apt-get update -qq
row "apt install ./*.deb" 'apt-get install -y --no-install-recommends ./*.deb'
if [ "$failed" = 0 ]; then
  apt-get install -y -qq --no-install-recommends man-db g++ pkg-config >/dev/null 2>&1
  row "glia --version" 'glia --version | grep "^glia $(dpkg-query -W -f "\${Version}" glia)$"'
  row "man glia-train" 'man glia-train | grep -- --epochs'
  row "man glia-train, in Russian" 'zcat /usr/share/man/ru/man1/glia-train.1.gz | grep -- epochs'
  row "completion in bash" 'bash -c ". /usr/share/bash-completion/completions/glia; complete -p glia"'
  row "the page of the studio" 'test -s /usr/share/glia/studio/index.html'
  row "a network learns a table" 'glia train --data table:points.csv --target inside --epochs 20 --out net.safetensors
    glia test net.safetensors --data table:points.csv'
  row "which becomes an ONNX file" 'glia convert net.safetensors net.onnx; test -s net.onnx'
  row "a program by pkg-config" 'g++ -std=c++20 parts.cpp -o parts $(pkg-config --cflags --libs glia glia-onnx); ./parts'
  row "licences" 'for name in glia libglia1 libglia-onnx1 libglia-dev; do test -s /usr/share/doc/$name/copyright; done'
  row "apt purge" 'apt-get purge -y glia libglia-dev libglia-onnx1 libglia1'
fi
# What man has shown it keeps a while, whoever brought it.
row "nothing of it is left" '
  left=$(find / -xdev \( -path /proc -o -path /var/cache/man -o -path "$PWD" \) -prune -o \
      -name "*glia*" -print
    dpkg-query -W -f "\${Package} \${db:Status-Status}\n" | grep glia) || true
  echo "$left"
  test -z "$left"'
exit "$failed"
