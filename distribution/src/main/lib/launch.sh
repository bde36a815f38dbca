# Read by the programs in bin/: finds a suitable Java and leaves it in $java.
# Starts no other program in the usual case: the time counts.

if [ -n "$JAVA_HOME" ]; then
    java=$JAVA_HOME/bin/java
    where=" (JAVA_HOME is $JAVA_HOME)"
else
    java=$(command -v java)
    where=
fi
if [ ! -x "$java" ]; then
    echo "${0##*/}: Java 17 or later is needed, and there is none$where" >&2
    echo "Install one, or set JAVA_HOME to where it is." >&2
    exit 1
fi

# every JDK says its version in a file
real=$java
while [ -h "$real" ]; do
    real=$(readlink -f "$real")
done
release=${real%/bin/java}/release
if [ -r "$release" ]; then
    while IFS== read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            version=${value#\"}
            version=${version%%[!0-9]*}
            if [ "${version:-17}" -lt 17 ]; then
                echo "${0##*/}: Java 17 or later is needed, and $java is $value" >&2
                echo "Install one, or set JAVA_HOME to where it is." >&2
                exit 1
            fi
        fi
    done <"$release"
fi

# names of files are UTF-8, whatever the locale; the daemon undoes this for its programs
case ${LC_ALL:-${LC_CTYPE:-$LANG}} in
    *[Uu][Tt][Ff]-8 | *[Uu][Tt][Ff]8) ;;
    *)
        SUPERVISORD_LAUNCHER_LC_ALL=${LC_ALL+"+$LC_ALL"}
        LC_ALL=C.UTF-8
        export SUPERVISORD_LAUNCHER_LC_ALL LC_ALL
        ;;
esac
