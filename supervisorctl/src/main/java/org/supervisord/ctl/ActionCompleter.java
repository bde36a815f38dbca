package org.supervisord.ctl;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.supervisord.ctl.SupervisorClient.ProcessInfo;

/** Completes actions, and the names of groups and processes as the server knows them now. */
final class ActionCompleter implements Completer {
    private final ActionTable actions;
    private final Session session;

    ActionCompleter(ActionTable actions, Session session) {
        this.actions = actions;
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            actions.names().forEach(name -> candidates.add(new Candidate(name)));
            candidates.add(new Candidate("help"));
            return;
        }
        String action = line.words().get(0);
        if (action.equals("help")) {
            actions.names().forEach(name -> candidates.add(new Candidate(name)));
            return;
        }
        Optional<Action> found = actions.find(action);
        if (found.isPresent()) {
            names(found.get().completes(), line.word())
                    .forEach(name -> candidates.add(new Candidate(name)));
        }
    }

    private Set<String> names(Action.Completes kind, String word) {
        Set<String> names = new TreeSet<>();
        if (kind == Action.Completes.GROUPS || kind == Action.Completes.PROCESSES) {
            try {
                for (ProcessInfo info : session.client().allInfos()) {
                    add(names, kind, info, word);
                }
            } catch (IOException | ServerFault e) {
                // nothing to choose from without a server; the action itself will say why
            }
        }
        return names;
    }

    private static void add(
            Set<String> names, Action.Completes kind, ProcessInfo info, String word) {
        if (kind == Action.Completes.GROUPS) {
            names.add(info.group());
        } else if (word.contains(":") || !info.name().equals(info.group())) {
            names.add(info.group() + ":" + info.name());
            names.add(info.group() + ":*");
        } else {
            names.add(info.name());
        }
    }
}
