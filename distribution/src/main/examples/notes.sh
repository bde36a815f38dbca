#!/bin/sh
# An event listener in sh. It writes every event that it is told of to a file:
#
#   [eventlistener:notes]
#   command=/opt/supervisord/examples/notes.sh /var/log/notes
#   events=PROCESS_STATE
#   payload_length=bytes
#
# Bytes, because that is what dd counts. Only the protocol may be spoken on stdout.

notes=$1

while :; do
    printf 'READY\n'
    IFS= read -r header || exit 0
    length=${header##* len:}
    payload=$(dd bs=1 count="$length" 2>/dev/null)
    # an event that could not be written is rejected, and comes again
    if printf '%s\n%s\n' "$header" "$payload" >>"$notes"; then
        printf 'RESULT 2\nOK'
    else
        printf 'RESULT 4\nFAIL'
    fi
done
