# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by ./dev: decides between this computer's own packages and a Debian 13 root, makes the root, keeps it current.
#
# In the cache folder:
#   debian-13-KEY/          one root; KEY is a hash of its package list and of root_version
#       rootfs/             the root itself
#       packages, version   what it was made from
#       ready               there only while the root is complete
#       used                touched at every start; roots that nobody uses any more are removed
#   debian-13-KEY2 -> KEY   the list of KEY2 is KEY's with additions, installed into the same root
#   debian-13-KEY.partial/  being made, or left over from an interrupted set-up
#   native                  this computer's own packages were found complete
#   setup.lock, setup.log

checkout=${checkout:?} cache=${cache:?} # set by ./dev
suite=trixie
root_version=2 # raise it when roots must be made anew
package_list=$checkout/packaging/debian-packages.txt
marker=/etc/portolan-build-root # inside a root: its name
keep_unused_days=14

# On a computer with a service manager these start servers when they are installed, so they are only named there.
service_packages=(nginx-light openssh-server)

inside_environment() { [[ -e $marker ]]; }

environment_name() {
    if inside_environment; then
        printf '%s\n' "$(<"$marker")"
    else
        echo native
    fi
}

wanted_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$package_list" | LC_ALL=C sort -u; }

# Sets `environment` to native or debian, and makes or mends what is not there yet.
prepare_environment() {
    local key
    [[ -r $package_list ]] || die "cannot read $package_list"
    key=$({ echo "$root_version $suite $(uname -m)"; wanted_packages; } | sha256sum)
    home=$cache/debian-13-${key:0:12}
    if ! mkdir -p -- "$cache" 2>/dev/null || [[ ! -w $cache ]]; then
        die "cannot write to the cache folder $cache" "make it yours, or set XDG_CACHE_HOME"
    fi

    case ${PORTOLAN_BUILD_ENV:-} in
    native | debian) environment=$PORTOLAN_BUILD_ENV ;;
    "")
        environment=debian
        if [[ ! -e $home/ready ]] && host_suffices; then environment=native; fi
        ;;
    *) die "PORTOLAN_BUILD_ENV is native or debian, not '$PORTOLAN_BUILD_ENV'" ;;
    esac

    if [[ $environment == native ]]; then
        prepare_native
        return
    fi
    choose_entry
    [[ -e $home/ready ]] || set_up_root
    : >"$home/used" || true
}

# ---- This computer's own packages -----------------------------------------------------------------------------------

at_least() { [[ -n $1 && $1 != "(none)" && $(printf '%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# The version that apt would install of each package, in the order of their names.
candidates() { LC_ALL=C apt-cache policy "$@" 2>/dev/null | sed -n 's/^  Candidate: \([0-9]*:\)\{0,1\}//p'; }

# Qt >= 6.8, libssh >= 0.11 and qtermwidget for Qt 6: installed, or to be had from this computer's own package source.
host_suffices() {
    [[ -e $cache/native && $(<"$cache/native") == "$(native_stamp)" ]] && return 0
    if at_least "$(pkg-config --modversion Qt6Core 2>/dev/null)" 6.8 &&
        at_least "$(pkg-config --modversion libssh 2>/dev/null)" 0.11 &&
        pkg-config --exists qtermwidget6 2>/dev/null; then
        return 0
    fi
    command -v apt-cache >/dev/null || return 1
    local found
    mapfile -t found < <(candidates libc6 qt6-base-dev libssh-dev libqtermwidget-dev)
    if [[ ${#found[@]} -le 1 ]] && may_install; then # the lists of the package source were never fetched
        refresh_package_lists
        mapfile -t found < <(candidates libc6 qt6-base-dev libssh-dev libqtermwidget-dev)
    fi
    [[ ${#found[@]} -eq 4 ]] && at_least "${found[1]}" 6.8 && at_least "${found[2]}" 0.11 && at_least "${found[3]}" 2
}

native_stamp() { echo "${home##*/} $(stat -c %Y /var/lib/dpkg/status 2>/dev/null)"; }

prepare_native() {
    local missing=() left=() package
    [[ -e $cache/native && $(<"$cache/native") == "$(native_stamp)" ]] && return
    if command -v dpkg-query >/dev/null; then
        mapfile -t missing < <(LC_ALL=C comm -23 <(wanted_packages) \
            <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | LC_ALL=C sort -u))
    fi
    if [[ -d /run/systemd/system ]]; then
        for package in "${service_packages[@]}"; do
            if [[ " ${missing[*]} " == *" $package "* ]]; then left+=("$package"); fi
        done
        mapfile -t missing < <(
            LC_ALL=C comm -23 <(printf '%s\n' "${missing[@]}") <(printf '%s\n' "${left[@]}") | sed '/^$/d'
        )
    fi
    if [[ ${#left[@]} -gt 0 ]]; then
        say "not installed, because they start servers on this computer: ${left[*]} (tests that need them will tell)"
    fi
    if [[ ${#missing[@]} -gt 0 ]]; then install_on_host "${missing[@]}"; fi
    native_stamp >"$cache/native"
}

may_install() {
    command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }
}

as_administrator() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    else
        sudo -n -- "$@"
    fi
}

# A package source of somebody else that cannot be reached makes it fail: what was refreshed counts all the same.
refresh_package_lists() {
    local limits=(-o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 -o Acquire::Retries=1)
    as_administrator apt-get "${limits[@]}" update >>"$cache/setup.log" 2>&1 </dev/null || true
}

install_on_host() {
    local command=(
        env DEBIAN_FRONTEND=noninteractive
        apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "$@"
    )
    if ! may_install; then
        die "./dev needs packages that this computer lacks and that you may not install; ask its administrator to run" \
            "    apt-get install --no-install-recommends $*"
    fi
    say "installing with apt: $*"
    : >"$cache/setup.log"
    if ! as_administrator "${command[@]}" >>"$cache/setup.log" 2>&1 </dev/null; then
        refresh_package_lists
        as_administrator "${command[@]}" >>"$cache/setup.log" 2>&1 </dev/null ||
            die_with_log "apt could not install: $*"
    fi
}

die_with_log() {
    say "$1; the last lines of $cache/setup.log:"
    tail -n 15 "$cache/setup.log" | sed 's/^/dev:     /' >&2
    shift
    if [[ $# -gt 0 ]]; then die "$@"; fi
    exit 1
}

# ---- Making a Debian 13 root ----------------------------------------------------------------------------------------

set_up_root() {
    lock_set_up
    if [[ ! -e $home/ready ]]; then
        trap 'say "interrupted; the next ./dev goes on or starts over"; exit 130' INT
        remove_leftovers
        extend_root || make_root
        remove_unused_roots
        trap - INT
    fi
    exec {lock}>&-
}

lock_set_up() {
    exec {lock}>>"$cache/setup.lock" || die "cannot write to $cache: does it belong to another user?"
    if ! flock --nonblock "$lock"; then
        say "waiting for another ./dev that is setting up the build environment (process $(<"$cache/setup.lock"))"
        flock "$lock"
    fi
    echo $$ >"$cache/setup.lock"
}

make_root() {
    local partial=$home.partial mirror
    mirror=$(debian_mirror)
    [[ -n $mirror ]] || die "this computer's apt has no Debian package source to make the build environment from" \
        "name one: PORTOLAN_DEBIAN_MIRROR=http://... ./dev ..."
    enough_space
    if ! command -v mmdebstrap >/dev/null; then install_on_host mmdebstrap debian-archive-keyring; fi

    say "making the Debian 13 build environment in $cache (about 2 minutes, once)"
    mkdir -p -- "$partial"
    apt_settings >"$partial/apt.conf"
    wanted_packages >"$partial/packages"
    echo "$root_version" >"$partial/version"
    : >"$cache/setup.log"
    if ! bootstrap "$partial" "$mirror"; then
        remove_tree "$partial"
        die_with_log "the build environment could not be made from $mirror" \
            "if the package source is at fault, name another: PORTOLAN_DEBIAN_MIRROR=http://... ./dev ..."
    fi
    : >"$partial/ready"
    mv -T -- "$partial" "$home"
    say "the build environment is ready"
}

bootstrap() {
    local partial=$1 mirror=$2 hook
    # shellcheck disable=SC2016 # mmdebstrap's shell expands $1, the root
    hook='printf "#!/bin/sh\nexit 101\n" >"$1/usr/sbin/policy-rc.d" && chmod 755 "$1/usr/sbin/policy-rc.d"'
    # shellcheck disable=SC2016
    hook+=" && echo ${home##*/} >\"\$1$marker\""
    # shellcheck disable=SC2016
    hook+=' && rm -f "$1/etc/localtime" && : >"$1/etc/localtime"' # a place for this computer's
    local command=(
        mmdebstrap --variant=apt --include="$(paste -sd, "$partial/packages")" --aptopt="$partial/apt.conf"
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*'
        --dpkgopt='path-exclude=/usr/share/locale/*' --customize-hook="$hook"
    )
    case $entry in
    root) # in namespaces of its own, so that nothing of it outlives this script: no process, no mount
        setpriv --pdeathsig KILL -- unshare --mount --pid --fork --kill-child --mount-proc -- \
            "${command[@]}" --mode=root "$suite" "$partial/rootfs" "$mirror" {lock}>&- 2>&1 </dev/null | show_progress
        ;;
    user) # the cache may be where the ids that mmdebstrap uses cannot go: it hands over an archive
        mkdir -m 711 -- "$scratch" || die "cannot use $scratch: whose is it?"
        mkdir -- "$partial/rootfs"
        TMPDIR=$scratch setpriv --pdeathsig KILL -- \
            "${command[@]}" --mode=unshare --format=tar "$suite" - "$mirror" {lock}>&- 2> >(show_progress) </dev/null |
            as_namespace_root tar --extract --same-owner --numeric-owner --preserve-permissions \
                --directory "$partial/rootfs" {lock}>&- 2>>"$cache/setup.log"
        rmdir -- "$scratch"
        ;;
    nested | chroot)
        setpriv --pdeathsig KILL -- "${command[@]}" --mode=root --skip=chroot/mount \
            "$suite" "$partial/rootfs" "$mirror" {lock}>&- 2>&1 </dev/null | show_progress
        ;;
    esac
}

show_progress() {
    local line log
    exec {log}>>"$cache/setup.log"
    while IFS= read -r line; do
        printf '%s\n' "$line" >&"$log"
        case $line in
        "I: "*apt-get\ update* | "I: downloading "* | "I: extracting "* | "I: installing "*) say "  ${line#I: }" ;;
        esac
    done
}

# The main archive of Debian among this computer's package sources.
debian_mirror() {
    # shellcheck disable=SC2016 # apt's placeholders
    local best format='$(ORIGIN)|$(COMPONENT)|$(RELEASE)|$(REPO_URI)'
    if [[ -n ${PORTOLAN_DEBIAN_MIRROR:-} ]]; then
        echo "$PORTOLAN_DEBIAN_MIRROR"
        return
    fi
    command -v apt-get >/dev/null || return 0
    # apt knows what is Debian's own once it has fetched the lists; the suites of updates and security have a hyphen.
    best=$(apt-get indextargets --format "$format" 'Created-By: Packages' 2>/dev/null |
        awk -F'|' '$1 == "Debian" && $2 == "main" && $3 !~ /[-\/]/ && !found++ { print $4 }') || true
    if [[ -z $best ]]; then best=$(configured_mirrors | LC_ALL=C sort -s -n -r -k 1,1 | awk 'NR == 1 { print $2 }'); fi
    if [[ $best == mirror+file:* ]]; then # a file of this computer that lists the real ones
        best=${best#mirror+file:}
        best=$(awk '!/^#/ && NF { print $1; exit }' "${best%/}")
    fi
    echo "$best"
}

# Lines "RANK URI" of the package sources that may be Debian's main archive, read from both of apt's formats.
configured_mirrors() {
    local List="" Parts="" file distribution files=()
    eval "$(apt-config shell List Dir::Etc::sourcelist/f Parts Dir::Etc::sourceparts/d)"
    # shellcheck disable=SC1091 # the distribution's file
    distribution=$(ID="" && [[ -r /etc/os-release ]] && . /etc/os-release && echo "$ID")
    for file in "$List" "${Parts%/}"/*.list "${Parts%/}"/*.sources; do
        if [[ -f $file && -r $file ]]; then files+=("$file"); fi
    done
    [[ ${#files[@]} -gt 0 ]] || return 0
    awk -v distribution="$distribution" '
        function offer(uri, suites, components, key,    names, count, i, rank) {
            if (uri == "" || (" " components " ") !~ / main /) return
            count = split(suites, names, " ")
            for (i = 1; i <= count && names[i] ~ /[-\/]/; ++i) ;
            if (i > count) return
            if (key ~ /debian-archive/) rank = 3
            else if (uri ~ /\/debian(\/|$)/) rank = 2
            else if (distribution == "debian") rank = 1
            if (rank) print rank, uri
        }
        function end_of_stanza(    uris) {
            split(field["uris"], uris, " ")
            if (field["types"] ~ /deb( |$)/ && tolower(field["enabled"]) != "no")
                offer(uris[1], field["suites"], field["components"], field["signed-by"])
            split("", field)
        }
        FNR == 1 { end_of_stanza() }
        /^[ \t]*#/ { next }
        FILENAME ~ /\.sources$/ {
            if ($0 ~ /^[ \t]*$/) end_of_stanza()
            else if ($0 ~ /^[ \t]/) field[name] = field[name] " " $0
            else {
                name = tolower(substr($0, 1, index($0, ":") - 1))
                field[name] = substr($0, index($0, ":") + 1)
                gsub(/^[ \t]+|[ \t]+$/, "", field[name])
            }
            next
        }
        $1 == "deb" {
            sub(/#.*/, "")
            options = match($0, /\[[^]]*\]/) ? substr($0, RSTART, RLENGTH) : ""
            sub(/\[[^]]*\]/, "")
            components = ""
            for (i = 4; i <= NF; ++i) components = components " " $i
            offer($2, $3, components, options)
        }
        END { end_of_stanza() }' "${files[@]}"
}

# What this computer's apt needs to know to download: proxies, time limits, certificates, clocks.
apt_settings() {
    echo 'APT::Install-Recommends "false";'
    command -v apt-config >/dev/null || return 0
    apt-config dump --format '%F "%v";%n' |
        grep -E '^Acquire::(https?::|Check-Valid-Until|Check-Date|Max-FutureTime|Retries|ForceIPv[46])' |
        grep -v ' "";$' || true
}

enough_space() {
    local free
    free=$(df -P -k -- "$cache" | awk 'NR == 2 { print $4 }')
    if [[ $free -lt 3000000 ]]; then
        die "the build environment needs 3 GB in $cache, and $((free / 1000)) MB are free" \
            "make room, or set XDG_CACHE_HOME"
    fi
}

# A root whose packages are all wanted still, or one whose update was interrupted: install what is new into it.
extend_root() {
    local candidate best="" best_count=0 count added wanted
    mapfile -t wanted < <(wanted_packages)
    for candidate in "$cache"/debian-13-*; do
        [[ -d $candidate/rootfs && ! -L $candidate && -e $candidate/version ]] || continue
        [[ $(<"$candidate/version") == "$root_version" ]] || continue
        [[ -z $(LC_ALL=C comm -13 <(wanted_packages) "$candidate/packages") ]] || continue
        count=$(wc -l <"$candidate/packages")
        if ((count > best_count)); then best=$candidate best_count=$count; fi
    done
    [[ -n $best && ($entry == root || $entry == user) ]] || return 1

    added=$(LC_ALL=C comm -23 <(wanted_packages) "$best/packages" | paste -sd' ')
    say "updating the build environment: ${added:-an update was interrupted}"
    rm -f -- "$best/ready"
    : >"$cache/setup.log"
    # shellcheck disable=SC2016 # the root's shell expands it
    if ! in_root_as_administrator "$best/rootfs" /bin/sh -ec '
            export DEBIAN_FRONTEND=noninteractive
            dpkg --configure -a || true # an interrupted update may have left it without what it depends on
            apt-get update
            apt-get install --yes --fix-broken
            apt-get install --yes --no-upgrade "$@" # others may be compiling with what is there
            apt-get clean
            rm -rf /var/lib/apt/lists/*' sh "${wanted[@]}" {lock}>&- </dev/null >>"$cache/setup.log" 2>&1; then
        say "that failed, see $cache/setup.log; making a new one"
        cp -f -- "$cache/setup.log" "$cache/setup-failed.log"
        return 1
    fi
    wanted_packages >"$best/packages"
    if [[ $best != "$home" ]]; then
        ln -sfnT -- "${best##*/}" "$home"
    fi
    : >"$best/ready"
}

# ---- Removing -------------------------------------------------------------------------------------------------------

# What a set-up that was killed left behind. The lock is ours, so nobody is making anything now.
remove_leftovers() {
    local partial process
    for partial in "$cache"/debian-13-*.partial; do
        [[ -d $partial ]] || continue
        say "an earlier set-up was interrupted; starting over"
        for process in /proc/[0-9]*; do
            if grep -qF -- "$partial/" "$process/cmdline" 2>/dev/null; then
                kill -KILL "${process##*/}" 2>/dev/null || true
            fi
        done
        remove_tree "$partial"
    done
    if [[ -d $scratch ]]; then remove_tree "$scratch"; fi
    # A root that is not ready and that nothing can be installed into: neither complete nor worth mending.
    if [[ -d $home && ! -L $home && ! -e $home/packages ]]; then remove_tree "$home"; fi
    if [[ -L $home && ! -d $home ]]; then rm -f -- "$home"; fi
}

remove_unused_roots() {
    local old
    for old in "$cache"/debian-13-*; do
        if [[ -L $old ]]; then
            [[ -d $old ]] || rm -f -- "$old"
            continue
        fi
        if [[ -e $old/ready && -n $(find "$old/used" -mtime "-$keep_unused_days" 2>/dev/null) ]]; then continue; fi
        if [[ ! $old -ef $home ]] && ! in_use "$old"; then
            say "removing an old build environment that nobody uses: $old"
            remove_tree "$old"
        fi
    done
}

# Whether a process has this root as its own.
in_use() {
    local identity roots
    identity=$(stat -c %d:%i -- "$1/rootfs" 2>/dev/null) || return 1
    roots=$(stat -Lc %d:%i /proc/[0-9]*/root 2>/dev/null) || true # some belong to others, some have just ended
    grep -qxF -- "$identity" <<<"$roots"
}

mounts_below() { awk -v path="$1" '$5 == path || index($5, path "/") == 1 { print $5 }' /proc/self/mountinfo; }

# Never reaches through a mount: what is bound into a root is somebody's data.
remove_tree() {
    local mount
    while IFS= read -r mount; do
        umount --lazy -- "$mount" || die "cannot remove $1: something is mounted on $mount"
    done < <(mounts_below "$1" | sort -r)
    if [[ $EUID -ne 0 && -n ${entry:-} ]]; then
        as_namespace_root rm -rf --one-file-system -- "$1"
    else
        rm -rf --one-file-system -- "$1"
    fi
}

remove_environment() {
    local old
    [[ -d $cache ]] || return 0
    ! inside_environment || die "this is the build environment itself: leave it first"
    lock_set_up
    if [[ $EUID -ne 0 && -n $(compgen -G "$cache/debian-13-*") ]]; then choose_entry; fi
    for old in "$cache"/debian-13-*; do
        if [[ -L $old ]]; then
            rm -f -- "$old"
        elif [[ -d $old ]]; then
            ! in_use "$old" || die "$old is in use: stop what runs inside it first"
            remove_tree "$old"
        fi
    done
    if [[ -d $scratch ]]; then remove_tree "$scratch"; fi
    rm -rf --one-file-system -- "$cache/ccache" "$cache/native" "$cache"/setup*.log
    exec {lock}>&-
}

# ---- Going in -------------------------------------------------------------------------------------------------------

scratch=/var/tmp/portolan-setup-$UID
enter=$checkout/packaging/enter-build-root
mount_namespace=(unshare --mount --propagation slave)
nested_namespace=(unshare --user --map-root-user --mount --propagation slave)
user_namespace=(unshare --user --map-user="$(id -u)" --map-group="$(id -g)" --map-auto --keep-caps)
user_mount_namespace=("${user_namespace[@]}" --mount --propagation slave)

# Sets `entry`, by what may be had here:
#   root    a mount namespace
#   user    a user namespace with the subordinate ids, and a mount namespace
#   nested  root of a container that may make only user namespaces of one user
#   chroot  root of a container that may make none
choose_entry() {
    if [[ $EUID -ne 0 ]]; then
        entry=user
        "${user_mount_namespace[@]}" -- true 2>/dev/null || die_without_namespaces
    elif "${mount_namespace[@]}" -- true 2>/dev/null; then
        entry=root
    elif "${nested_namespace[@]}" -- true 2>/dev/null; then
        entry=nested
    else
        entry=chroot
    fi
}

setting() { cat "/proc/sys/$1" 2>/dev/null || true; }

die_without_namespaces() {
    local reasons=() name first ids
    name=$(id -un 2>/dev/null || id -u)
    if [[ $(setting kernel/unprivileged_userns_clone) == 0 ]]; then
        reasons+=("user namespaces are switched off: sudo sysctl kernel.unprivileged_userns_clone=1")
    fi
    if [[ $(setting user/max_user_namespaces) == 0 ]]; then
        reasons+=("user namespaces are switched off: sudo sysctl user.max_user_namespaces=10000")
    fi
    if [[ $(setting kernel/apparmor_restrict_unprivileged_userns) == 1 ]]; then
        reasons+=("AppArmor restricts user namespaces: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0")
    fi
    if ! command -v newuidmap >/dev/null; then reasons+=("newuidmap is missing: sudo apt-get install uidmap"); fi
    if ! grep -qsE "^($name|$UID):" /etc/subuid || ! grep -qsE "^($name|$UID):" /etc/subgid; then
        first=$(cat /etc/subuid /etc/subgid 2>/dev/null |
            awk -F: 'BEGIN { top = 100000 } $2 + $3 > top { top = $2 + $3 } END { print top }')
        ids=$first-$((first + 65535))
        reasons+=("you have no subordinate ids: sudo usermod --add-subuids $ids --add-subgids $ids $name")
    fi
    if ! unshare --help 2>/dev/null | grep -q -- --map-auto; then
        reasons+=("unshare is too old (util-linux 2.38 or newer is needed)")
    fi
    if [[ ${#reasons[@]} -eq 0 ]]; then
        reasons+=("the kernel says: $("${user_mount_namespace[@]}" -- true 2>&1 | tail -n 1)")
    fi
    die "an ordinary user cannot go into the build environment on this computer yet:" "${reasons[@]/#/    }" \
        "or run ./dev as root, or on a system with Qt 6.8, libssh 0.11 and qtermwidget for Qt 6"
}

# Runs a command as the ordinary user's own administrator of the ids that the root's files belong to.
as_namespace_root() { "${user_namespace[@]}" -- setpriv --reuid 0 --regid 0 --clear-groups -- "$@"; }

# In namespaces that end with this script.
in_root_as_administrator() {
    local root=$1
    shift
    local command=("$BASH" "$enter" administrator "$root" "$checkout" "$cache" "$@")
    if [[ $entry == user ]]; then
        setpriv --pdeathsig KILL -- "${user_mount_namespace[@]}" --pid --fork --kill-child -- \
            setpriv --reuid 0 --regid 0 --clear-groups --pdeathsig KILL -- "${command[@]}"
    else
        setpriv --pdeathsig KILL -- "${mount_namespace[@]}" --pid --fork --kill-child -- "${command[@]}"
    fi
}

# Becomes the command inside the root.
enter_environment() {
    local root
    root=$(readlink -f -- "$home")/rootfs
    local arguments=("$root" "$checkout" "$cache" "$@")
    case $entry in
    root) exec "${mount_namespace[@]}" -- "$BASH" "$enter" root "${arguments[@]}" ;;
    nested) exec "${nested_namespace[@]}" -- "$BASH" "$enter" root "${arguments[@]}" ;;
    user) exec "${user_mount_namespace[@]}" -- setpriv --reuid 0 -- "$BASH" "$enter" "user:$UID" "${arguments[@]}" ;;
    chroot) exec "$BASH" "$enter" chroot "${arguments[@]}" ;;
    esac
}
