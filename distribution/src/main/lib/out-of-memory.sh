# Run by the daemon's JVM, as the last thing, when there is no memory left for the daemon.
# Says so where the operator looks: on stderr, and in the activity log if that is a file.
line="$(date '+%Y-%m-%d %H:%M:%S'),000 CRIT supervisord (pid $1) is out of memory and ends at once;\
 its programs go on without it. SUPERVISORD_HEAP=512m in its environment gives it more, see limits.md"
echo "$line" >&2
if [ -f "$SUPERVISORD_ACTIVITY_LOG" ]; then
    echo "$line" >>"$SUPERVISORD_ACTIVITY_LOG"
fi
