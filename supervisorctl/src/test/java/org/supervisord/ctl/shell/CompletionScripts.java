package org.supervisord.ctl.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisord.config.cli.SupervisorctlOptions;
import org.supervisord.ctl.action.ActionTable;

/**
 * The completion scripts of the distribution, made from the actions and options that there are.
 * They ask {@code supervisorctl --complete} for what only a server knows.
 */
final class CompletionScripts {
    /**
     * An option of the program.
     *
     * @param letter its short form, or empty
     */
    record ProgramOption(String letter, String word, boolean takesValue, String help) {
        List<String> forms() {
            return letter.isEmpty() ? List.of("--" + word) : List.of("-" + letter, "--" + word);
        }
    }

    private static final Pattern OPTION_LINE =
            Pattern.compile("  (?:-(\\w), )?--(\\w+)( [A-Z]+)? +(.+)");

    private final ActionTable actions = new ActionTable();
    private final List<ProgramOption> options = new ArrayList<>();

    CompletionScripts() {
        for (String line : SupervisorctlOptions.usage().text("x").lines().toList()) {
            Matcher option = OPTION_LINE.matcher(line);
            if (option.matches()) {
                options.add(
                        new ProgramOption(
                                option.group(1) == null ? "" : option.group(1),
                                option.group(2),
                                option.group(3) != null,
                                option.group(4).replaceAll("[,:] ?$", "")));
            }
        }
    }

    List<ProgramOption> options() {
        return options;
    }

    private String withValue(String between) {
        return String.join(
                between,
                options.stream()
                        .filter(ProgramOption::takesValue)
                        .flatMap(it -> it.forms().stream())
                        .toList());
    }

    private String allOptions() {
        return String.join(" ", options.stream().flatMap(it -> it.forms().stream()).toList());
    }

    private String summary(String action) {
        return actions.find(action).map(Completion::summary).orElse("");
    }

    String bash() {
        return """
                # Completion of supervisorctl in bash: made from its actions, see docs/client.md.
                _supervisorctl() {
                    local line=${COMP_LINE:0:COMP_POINT} given=() at=1 word words
                    read -ra words <<<"$line"
                    case $line in *[[:space:]]) words+=("") ;; esac
                    local last=$((${#words[@]} - 1))
                    local current=${words[last]}
                    COMPREPLY=()
                    while ((at < last)); do
                        case ${words[at]} in
                            VALUED)
                                given+=("${words[at]}" "${words[at + 1]}")
                                ((at += 2))
                                ;;
                            -*)
                                given+=("${words[at]}")
                                ((at += 1))
                                ;;
                            *) break ;;
                        esac
                    done
                    if ((at > last)); then
                        COMPREPLY=($(compgen -f -- "$current"))
                    elif ((at == last)) && [[ $current == -* ]]; then
                        COMPREPLY=($(compgen -W "OPTIONS" -- "$current"))
                    elif ((at == last)); then
                        COMPREPLY=($(compgen -W "ACTIONS" -- "$current"))
                    else
                        while IFS=$'\\t' read -r word _; do
                            # what the shell would take for more than a name
                            printf -v word %q "$word"
                            COMPREPLY+=("$word")
                        done < <("${words[0]}" "${given[@]}" --complete "${words[*]:at}" 2>/dev/null)
                        # bash takes a colon for the end of a word
                        if [[ $COMP_WORDBREAKS == *:* ]]; then
                            COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*:}"}"}")
                        fi
                    fi
                }
                complete -F _supervisorctl supervisorctl
                """
                .replace("VALUED", withValue(" | "))
                .replace("OPTIONS", allOptions())
                .replace("ACTIONS", String.join(" ", actions.names()) + " help");
    }

    String zsh() {
        StringBuilder described = new StringBuilder();
        for (String name : actions.names()) {
            described.append("        ").append(quoted(name + ":" + summary(name))).append('\n');
        }
        StringBuilder all = new StringBuilder();
        for (ProgramOption option : options) {
            for (String form : option.forms()) {
                all.append("        ").append(quoted(form + ":" + option.help())).append('\n');
            }
        }
        return """
                #compdef supervisorctl
                # Completion of supervisorctl in zsh: made from its actions, see docs/client.md.
                local -a given actions options described
                local at=2 word said
                actions=(
                ACTIONS        'help:Print the list of actions'
                )
                options=(
                OPTIONS)
                while ((at < CURRENT)); do
                    case $words[at] in
                        VALUED)
                            given+=("$words[at]" "$words[at+1]")
                            ((at += 2))
                            ;;
                        -*)
                            given+=("$words[at]")
                            ((at += 1))
                            ;;
                        *) break ;;
                    esac
                done
                if ((at > CURRENT)); then
                    _files
                elif ((at == CURRENT)) && [[ $words[CURRENT] == -* ]]; then
                    _describe -o option options
                elif ((at == CURRENT)); then
                    _describe action actions
                else
                    while IFS=$'\\t' read -r word said; do
                        described+=("${word//:/\\\\:}${said:+:$said}")
                    done < <("${words[1]}" $given --complete "${(j: :)words[at,CURRENT]}" 2>/dev/null)
                    _describe word described
                fi
                """
                .replace("VALUED", withValue(" | "))
                .replace("ACTIONS", described)
                .replace("OPTIONS", all);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    String fish() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Completion of supervisorctl in fish: made from its actions, see docs/client.md.
                        function __supervisorctl_words
                            set -l words (commandline -opc)
                            set -l program $words[1]
                            set -l given
                            set -e words[1]
                            while set -q words[1]
                                switch $words[1]
                                    case VALUED
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
                                    case VALUED
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
                        """
                                .replace("VALUED", withValue(" ")));
        for (ProgramOption option : options) {
            text.append("complete -c supervisorctl -n __supervisorctl_no_action");
            if (!option.letter().isEmpty()) {
                text.append(" -s ").append(option.letter());
            }
            text.append(" -l ").append(option.word());
            text.append(option.takesValue() ? " -r -F -d " : " -d ");
            text.append(fishQuoted(option.help())).append('\n');
        }
        List<String> names = new ArrayList<>(actions.names());
        names.add("help");
        for (String name : names) {
            text.append("complete -c supervisorctl -n __supervisorctl_no_action -a ").append(name);
            text.append(" -d ")
                    .append(
                            fishQuoted(
                                    name.equals("help")
                                            ? "Print the list of actions"
                                            : summary(name)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
