# Read by the programs in bin/, which say in $name what they are and in $home where all is. Finds a
# suitable Java and leaves it in $java, in $cache and $quiet the options for its start-up cache, and
# in $native the folder of libraries for its processor.
# Starts no other program in the usual case: the time counts.

# In the place of a closed descriptor the JVM would open a file of its own, to be read as what was typed. All
# three are for reading: writing to what was closed fails as before.
true 3>&2 || exec 2</dev/null
{ true 3<&0; } 2>/dev/null || exec 0</dev/null
{ true 3>&1; } 2>/dev/null || exec 1</dev/null

# what any Java heeds is meant for the programs, which get it back: a debugger's port is theirs, and so is
# what they need of memory
if [ -n "${JAVA_TOOL_OPTIONS+x}${JDK_JAVA_OPTIONS+x}${_JAVA_OPTIONS+x}" ]; then
    for variable in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS; do
        eval "[ -z \"\${$variable+x}\" ] || export SUPERVISORD_LAUNCHER_$variable=\"\$$variable\""
        unset "$variable"
    done
fi

# it is asked for later too, when the daemon may be in another folder
case $home in
    /*) ;;
    *) home=$PWD/$home ;;
esac
case $home in
    *:*)
        echo "${0##*/}: $home has a colon in its name, and Java can't have that in a class path" >&2
        exit 1
        ;;
esac
# Java does not start in a folder that was removed
if ! [ "$PWD" -ef . ]; then
    case $(PATH=$PATH:/usr/bin:/bin readlink /proc/self/cwd) in
        *' (deleted)') cd / ;;
    esac
fi
where=
# whether it may be executed is asked in a way that old containers do not know and refuse
if [ -f "$home/runtime/bin/java" ]; then
    java=$home/runtime/bin/java
elif [ -n "$JAVA_HOME" ]; then
    java=$JAVA_HOME/bin/java
    where=" (JAVA_HOME is $JAVA_HOME)"
else
    java=$(PATH=$PATH:/usr/bin:/bin command -v java)
fi
if [ ! -f "$java" ]; then
    echo "${0##*/}: Java 17 or later is needed, and there is none$where" >&2
    echo "Install one, or set JAVA_HOME to where it is." >&2
    exit 1
fi

# every JDK says its version in a file
real=$java
while [ -h "$real" ]; do
    real=$(PATH=$PATH:/usr/bin:/bin readlink -f "$real")
done
release=${real%/bin/java}/release
version=
build=
processor=
if [ -f "$release" ]; then
    while IFS== read -r key value; do
        value=${value#\"}
        value=${value%\"}
        case $key in
            JAVA_VERSION) version=$value ;;
            JAVA_RUNTIME_VERSION) build=$value ;;
            OS_ARCH) processor=$value ;;
        esac
    done <"$release"
else
    # a program that chooses one of several Javas, or a Java without that file: it is asked
    settings=$("$java" -XshowSettings:properties -version 2>&1) || true
    while read -r key equals value; do
        case $key$equals in
            java.home=) [ ! -f "$value/bin/java" ] || { java=$value/bin/java && real=$java; } ;;
            java.version=) version=$value ;;
            java.runtime.version=) build=$value ;;
            os.arch=) processor=$value ;;
        esac
    done <<SETTINGS
$settings
SETTINGS
    case $processor in
        amd64) processor=x86_64 ;;
    esac
fi
build=${build:-$version}
native=$home/lib/native/$processor
major=${version%%[!0-9]*}
if [ "${major:=17}" -lt 17 ]; then
    echo "${0##*/}: Java 17 or later is needed, and $java is $version" >&2
    echo "Install one, or set JAVA_HOME to where it is." >&2
    exit 1
fi

# What this very Java has worked out before; make-caches makes it. A JVM that finds that it was made
# of other files goes on without it, and is not to talk about that.
cache=
quiet=
id=
if [ -f "$home/lib/build-id" ]; then
    read -r id <"$home/lib/build-id"
fi
if [ "$major" -ge 25 ]; then
    file=$home/cache/$id/$build/$name.aot
    if [ -f "$file" ]; then
        cache=-XX:AOTCache=$file
        quiet='-Xlog:aot*=off,cds*=off'
        if [ "$major" -eq 25 ]; then
            # nothing is kept there of what was compiled; a thread that waits for it is woken by each class
            quiet="$quiet -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining"
        fi
    fi
else
    file=$home/cache/$id/$build/$name.jsa
    if [ -f "$file" ]; then
        cache=-XX:SharedArchiveFile=$file
        quiet='-Xshare:auto -Xlog:cds*=off'
    fi
fi

# names of files are UTF-8, whatever the locale; the daemon undoes this for its programs. Other locales of
# UTF-8 may be named without being installed, and then the JVM knows ASCII only.
case ${LC_ALL:-${LC_CTYPE:-$LANG}} in
    C.UTF-8 | C.utf8) ;;
    *)
        SUPERVISORD_LAUNCHER_LC_ALL=${LC_ALL+"+$LC_ALL"}
        LC_ALL=C.UTF-8
        export SUPERVISORD_LAUNCHER_LC_ALL LC_ALL
        ;;
esac
