#!/bin/sh
# Process 1 of a guest, already in namespaces of its own: lays the file system and stays.
# $1: the release's tree (read only), $2: an empty folder to mount on.
set -eu
tree=$(readlink -f "$1")
top=$2

mount -t tmpfs guest "$top"
mkdir "$top/changes" "$top/work" "$top/root"
mount -t overlay guest "$top/root" \
  -o "lowerdir=$tree,upperdir=$top/changes,workdir=$top/work,userxattr"
root=$top/root
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/tmp" "$root/root"
mount -t proc guest "$root/proc"
# Read only, as in a container: without udev networkd then takes every interface as ready.
mount -t sysfs -o ro guest "$root/sys"
mount -t tmpfs guest "$root/dev"
for device in null zero random urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t tmpfs guest "$root/run"
mkdir -p "$root/run/dbus" "$root/run/systemd/network" "$root/etc/systemd/network"

# What the packages' installation scripts would have made. This namespace has one user.
for user in root messagebus systemd-network; do
  echo "$user:x:0:0::/root:/bin/bash" >>"$root/etc/passwd"
  echo "$user:x:0:" >>"$root/etc/group"
done
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
[ -e "$root/var/run" ] || ln -s /run "$root/var/run"
ip link set lo up

# Ready only when nothing of the machine's own files is in reach under /. It stays until standard
# input ends, be it with the test that holds its other end. A shell, as that takes leave of orphans:
# a program that was killed must not look as if it still ran.
exec chroot "$root" /bin/sh -c "cd /; echo ready; cat; exit"
