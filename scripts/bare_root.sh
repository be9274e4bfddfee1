# Bare roots of Debian, to be sourced: what a new machine has and nothing else. As root.
# The one who sources it says where the project is: $project.
roots=$project/build/roots

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# A bare root, which reaches the network as this machine does.
make_root() {  # SUITE [NAME]
  local root=$roots/${2:-$1} mirror file
  [[ ! -e $root/made ]] || return 0
  mkdir -p "$roots"
  command -v debootstrap >/dev/null ||
    apt-get install -y -qq --no-install-recommends debootstrap >/dev/null ||
    die "debootstrap is missing: apt-get install debootstrap"
  rm -rf --one-file-system "$root"
  mirror=$(awk '/^URIs:/ { print $2; exit } /^deb / { print $2; exit }' \
    /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null) || true
  [[ -n $mirror ]] || die "no Debian mirror is named in /etc/apt"
  # Its key need not be known to the release that this machine runs.
  local sign=(--no-check-gpg)
  [[ $1 != "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" ]] || sign=()
  debootstrap "${sign[@]}" --variant=minbase --include=ca-certificates,git "$1" "$root" "$mirror" \
    >"$root.log" || die "no root of $1 could be made; see $root.log"
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /root/.npmrc \
    $(grep -ls Acquire /etc/apt/apt.conf.d/*); do
    [[ ! -e $file ]] || install -D "$file" "$root$file"
  done
  install -D "$(realpath "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}")" \
    "$root/etc/ssl/certs/ca-certificates.crt"
  touch "$root/made"
}

# Mounts and processes end with the command.
enter() {  # ROOT COMMAND…
  local root=$1 certificates=/etc/ssl/certs/ca-certificates.crt
  shift
  unshare --mount --pid --fork --kill-child bash -c '
    mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"' "$root" \
    /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb NODE_EXTRA_CA_CERTS=$certificates \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    PIP_CERT=$certificates SSL_CERT_FILE=$certificates "$@" </dev/null
}
