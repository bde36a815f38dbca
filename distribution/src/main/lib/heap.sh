# Read by bin/supervisord. Leaves in $heap the options for the size of the JVM's heap, which fit each
# other: no JVM starts whose heap is to begin larger than it may become.

most=${SUPERVISORD_HEAP:-256m}
given=$most
for option in $SUPERVISORD_JAVA_OPTS; do
    case $option in
        -Xmx*) given=${option#-Xmx} ;;
        -XX:MaxHeapSize=*) given=${option#*=} ;;
    esac
done

# thousands of bytes; what is no size is left to the JVM, which says so
case $given in
    *[kK]) thousands=${given%?} ;;
    *[mM]) thousands=${given%?}000 ;;
    *[gGtT]) thousands=${given%?}000000 ;;
    *[!0-9]* | '') thousands= ;;
    ????*) thousands=${given%???} ;;
    *) thousands=0 ;;
esac
case $thousands in
    '' | *[!0-9]* | ??????*) thousands=99999 ;;
esac
if [ "$thousands" -lt 4000 ]; then
    echo "${0##*/}: a heap of $given is too small: 4m is the least that it starts with, and 16m is advised" >&2
    exit 2
elif [ "$thousands" -lt 17000 ]; then
    heap="-XX:InitialHeapSize=$given -XX:MinHeapSize=$given"
elif [ "$thousands" -lt 24000 ]; then
    heap='-XX:InitialHeapSize=16m -XX:MinHeapSize=8m -XX:NewSize=4m'
else
    heap='-XX:InitialHeapSize=16m -XX:MinHeapSize=8m -XX:NewSize=8m'
fi
heap="$heap -Xmx$most"
