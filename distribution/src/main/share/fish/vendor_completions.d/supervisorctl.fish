# Completion of supervisorctl in fish: made from its actions, see docs/client.md.
function __supervisorctl_words
    set -l words (commandline -opc)
    set -l program $words[1]
    set -l given
    set -e words[1]
    while set -q words[1]
        switch $words[1]
            case -c --configuration -s --serverurl -u --username -p --password -r --history_file --classpath
                set -q words[2]; or return
                set given $given $words[1] $words[2]
                set -e words[1..2]
            case '-*'
                set given $given $words[1]
                set -e words[1]
            case '*'
                break
        end
    end
    set -q words[1]; or return
    $program $given --complete "$words "(commandline -ct) 2>/dev/null
end
function __supervisorctl_no_action
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        switch $words[1]
            case -c --configuration -s --serverurl -u --username -p --password -r --history_file --classpath
                set -q words[2]; or return 1
                set -e words[1..2]
            case '-*'
                set -e words[1]
            case '*'
                return 1
        end
    end
end
complete -c supervisorctl -f
complete -c supervisorctl -n 'not __supervisorctl_no_action' -a '(__supervisorctl_words)'
complete -c supervisorctl -n __supervisorctl_no_action -s c -l configuration -r -F -d 'the configuration (default: looked for in the usual places)'
complete -c supervisorctl -n __supervisorctl_no_action -s s -l serverurl -r -F -d 'where supervisord listens: http(s)://host:port or unix:///path'
complete -c supervisorctl -n __supervisorctl_no_action -s u -l username -r -F -d 'who to be there'
complete -c supervisorctl -n __supervisorctl_no_action -s p -l password -r -F -d 'and how to prove it'
complete -c supervisorctl -n __supervisorctl_no_action -s r -l history_file -r -F -d 'where the shell keeps what was typed'
complete -c supervisorctl -n __supervisorctl_no_action -l classpath -r -F -d 'jars of plug-ins, or folders of classes, with colons between'
complete -c supervisorctl -n __supervisorctl_no_action -s i -l interactive -d 'let an action ask; without one, open the shell'
complete -c supervisorctl -n __supervisorctl_no_action -s h -l help -d 'print this and exit'
complete -c supervisorctl -n __supervisorctl_no_action -a add -d 'Supervise groups that were read'
complete -c supervisorctl -n __supervisorctl_no_action -a avail -d 'What is configured, in use or not'
complete -c supervisorctl -n __supervisorctl_no_action -a clear -d 'Begin new logs for processes'
complete -c supervisorctl -n __supervisorctl_no_action -a debug -d 'Talk to a process over its stdin; Ctrl-D or Ctrl-C detaches, it runs on'
complete -c supervisorctl -n __supervisorctl_no_action -a exit -d 'Leave the shell'
complete -c supervisorctl -n __supervisorctl_no_action -a fg -d 'Talk to a process: its output is shown, and what is typed goes to its stdin'
complete -c supervisorctl -n __supervisorctl_no_action -a maintail -d 'The last 1600 bytes of supervisord\'s own log'
complete -c supervisorctl -n __supervisorctl_no_action -a open -d 'Talk to another supervisord: http://host:port, https://host:port or unix:///path'
complete -c supervisorctl -n __supervisorctl_no_action -a pid -d 'The process id of supervisord'
complete -c supervisorctl -n __supervisorctl_no_action -a quit -d 'Leave the shell'
complete -c supervisorctl -n __supervisorctl_no_action -a reload -d 'Stop all processes and begin anew with the configuration as it is then'
complete -c supervisorctl -n __supervisorctl_no_action -a remove -d 'Supervise stopped groups no longer'
complete -c supervisorctl -n __supervisorctl_no_action -a reread -d 'Read the configuration again and say what has changed'
complete -c supervisorctl -n __supervisorctl_no_action -a restart -d 'Stop processes and start them again'
complete -c supervisorctl -n __supervisorctl_no_action -a shutdown -d 'Stop all processes and supervisord'
complete -c supervisorctl -n __supervisorctl_no_action -a signal -d 'Send processes a signal'
complete -c supervisorctl -n __supervisorctl_no_action -a start -d 'Start processes; \'web*\' stands for many'
complete -c supervisorctl -n __supervisorctl_no_action -a status -d 'What all processes are doing'
complete -c supervisorctl -n __supervisorctl_no_action -a stop -d 'Stop processes; \'web*\' stands for many'
complete -c supervisorctl -n __supervisorctl_no_action -a tail -d 'The last 1600 bytes of a process\'s log'
complete -c supervisorctl -n __supervisorctl_no_action -a update -d 'Read the configuration again, and start, restart and stop the groups that have changed'
complete -c supervisorctl -n __supervisorctl_no_action -a upgrade -d 'Replace supervisord by the version that is installed now, while everything runs'
complete -c supervisorctl -n __supervisorctl_no_action -a version -d 'The version of supervisord'
complete -c supervisorctl -n __supervisorctl_no_action -a help -d 'Print the list of actions'
