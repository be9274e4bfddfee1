#!/bin/sh
# Runs a command on the first of two machines that a cable joins: link.sh RATE COMMAND…
# They are namespaces of this one, called one and two. As root.
set -e
if [ "$1" != inside ]; then exec unshare --net --uts "$0" inside "$@"; fi
rate=$2
shift 2
hostname one
unshare --net --uts sleep 3600 &
two=$!
# By this mpirun reaches the other, in the place of ssh.
agent=$(mktemp)
export OMPI_MCA_plm_rsh_agent="$agent"
trap 'kill $two; rm -f "$agent"' EXIT
printf '#!/bin/sh\nshift\nexec nsenter -t %s -n -u sh -c "$*"\n' $two >"$agent"
chmod +x "$agent"
here=$(readlink /proc/self/ns/net)
while [ "$(readlink /proc/$two/ns/net)" = "$here" ]; do sleep 0.01; done
on_two() { nsenter -t $two -n -u "$@"; }
on_two hostname two
ip link add cable type veth peer name cable netns $two
ip addr add 10.0.0.1/24 dev cable
on_two ip addr add 10.0.0.2/24 dev cable
for on in '' on_two; do
  $on ip link set lo up
  $on ip link set cable up
  $on tc qdisc add dev cable root tbf rate "$rate" burst 128kb limit 16mb
done
"$@"
