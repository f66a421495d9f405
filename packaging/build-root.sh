# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by ./dev: makes the Debian 13 root that Portolan is built in, keeps it current, goes into it.
# Layout of the cache folder:
#   debian-13-KEY/rootfs    the root; KEY is a hash of the package list and of this file's root_version
#   debian-13-KEY/packages  what it holds
#   debian-13-KEY/ready     present only while the root is complete
#   setup.log  setup.lock  ccache/

suite=trixie
root_version=1 # raise it when the way the root is made changes
package_list=$checkout/packaging/debian-packages.txt
marker=/etc/portolan-build-root # exists inside such a root
environment=

export PATH=$PATH:/usr/sbin:/sbin # where Debian keeps pivot_root and chroot; an ordinary user's PATH lacks them

inside_environment() { [[ -e $marker ]]; }

environment_name() {
    if inside_environment; then
        cat "$marker"
    else
        echo native
    fi
}

wanted_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$package_list" | LC_ALL=C sort -u; }

prepare_environment() {
    local key
    key=$(wanted_packages | sha256sum - <(echo "$root_version $suite $(uname -m)") | sha256sum)
    home=$cache/debian-13-${key:0:12}
    environment=debian
    if [[ ! -e $home/ready ]]; then
        make_root
    fi
}

# ---- Making ---------------------------------------------------------------------------------------------------------

debian_mirror() {
    if [[ -n ${PORTOLAN_DEBIAN_MIRROR:-} ]]; then
        echo "$PORTOLAN_DEBIAN_MIRROR"
        return
    fi
    apt-get indextargets --format '$(COMPONENT)|$(ORIGIN)|$(RELEASE)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' '$1 == "main" && ($2 == "Debian" || $2 == "") && $3 !~ /-/ && $4 ~ /debian\/?$/ { print $4; exit }'
}

# The settings of this computer's apt that downloads may depend on.
apt_settings() {
    echo 'APT::Install-Recommends "false";'
    apt-config dump --format '%F "%v";%n' 2>/dev/null |
        grep -E '^Acquire::(https?::|Check-|Retries|ForceIPv)' | grep -v ' "";$' || true
}

make_root() {
    local partial=$home.partial mirror
    mkdir -p -- "$cache"
    exec {lock}>"$cache/setup.lock"
    flock "$lock"
    if [[ -e $home/ready ]]; then return; fi
    mirror=$(debian_mirror)
    rm -rf --one-file-system -- "$partial" "$home"
    mkdir -p -- "$partial"
    apt_settings >"$partial/apt.conf"
    wanted_packages >"$partial/packages"
    say "making the Debian 13 build environment (about 2 minutes, once)"
    setpriv --pdeathsig KILL -- unshare --mount --pid --fork --kill-child --mount-proc -- \
        mmdebstrap --mode=root --variant=apt --include="$(paste -sd, "$partial/packages")" \
        --aptopt="$partial/apt.conf" \
        --dpkgopt=force-unsafe-io \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        --customize-hook="echo ${home##*/} >\"\$1$marker\"" \
        --customize-hook='printf "#!/bin/sh\nexit 101\n" >"$1/usr/sbin/policy-rc.d"; chmod 755 "$1/usr/sbin/policy-rc.d"' \
        "$suite" "$partial/rootfs" "$mirror" {lock}>&- >"$cache/setup.log" 2>&1 ||
        die "making it failed: $cache/setup.log" "$(tail -n 15 "$cache/setup.log")"
    touch "$partial/ready"
    mv -T -- "$partial" "$home"
    exec {lock}>&-
}

# ---- Entering -------------------------------------------------------------------------------------------------------

enter_environment() {
    exec unshare --mount --propagation slave -- \
        "$BASH" "$checkout/packaging/enter-build-root" "$home/rootfs" "$checkout" "$cache" "$@"
}
