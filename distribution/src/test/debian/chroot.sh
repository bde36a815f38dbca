# Read by the scripts here. They set $work, a folder for what is in between, and $root, the chroot.

say() { printf '== %s\n' "$*"; }
fail() {
    printf "%s: %s\n" "${0##*/}" "$*" >&2
    tail -n 30 "$work/out" "$root/var/log/supervisor/supervisord.log" >&2 2>/dev/null || true
    exit 1
}
inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive ${http_proxy:+"http_proxy=$http_proxy"} "$@"
}
quietly() { inside "$@" >"$work/out" 2>&1 || fail "failed: $*"; }
get() { quietly apt-get install -q -y --no-install-recommends -o Acquire::Retries=3 "$@"; }
there() { for file in "$@"; do [ -e "$root$file" ] || [ -h "$root$file" ] || fail "there is no $file"; done; }
gone() { for file in "$@"; do if [ -e "$root$file" ] || [ -h "$root$file" ]; then fail "there is still $file"; fi; done; }
says() { # words, command...
    words=$1
    shift
    inside "$@" >"$work/out" 2>&1 || true
    grep -q -- "$words" "$work/out" || fail "'$*' does not say '$words'"
}
eventually() { # words, command...
    tries=0
    until inside "$2" $3 >"$work/out" 2>&1 && grep -q -- "$1" "$work/out"; do
        tries=$((tries + 1))
        [ "$tries" -lt 120 ] || fail "'$2 $3' never says '$1'"
        sleep 0.5
    done
}
# whether packages may start and stop services: 101 for no, 0 for yes
policy() {
    printf '#!/bin/sh\nexit %s\n' "$1" >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
}

# puts Debian's base system, or a copy of one that there is, into $root, and the package into /new.deb
make_root() { # package, base or nothing
    if [ -n "$2" ]; then
        say "a copy of $2"
        cp -a "$2" "$root"
    else
        say "a base system"
        debootstrap --variant=minbase bookworm "$root" >"$work/out" 2>&1 || fail "debootstrap failed"
    fi
    # a proc of our own: the daemons of the machine are none of this
    mount -t proc proc "$root/proc"
    mount -t proc proc /proc
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    cp "$1" "$root/new.deb"
    quietly apt-get update -q -o Acquire::Retries=3
    policy 101
    inside useradd --system ticker
}
