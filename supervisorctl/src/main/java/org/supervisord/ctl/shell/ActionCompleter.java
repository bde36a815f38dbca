package org.supervisord.ctl.shell;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.supervisord.ctl.action.ActionTable;
import org.supervisord.ctl.action.Session;

/** Completes lines that are typed in the shell. */
final class ActionCompleter implements Completer {
    private final Session session;
    private final Completion completion;

    ActionCompleter(ActionTable actions, Session session) {
        this.session = session;
        this.completion = new Completion(actions, () -> session.client().allInfos());
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        // the last action may have been interrupted
        session.resume();
        List<String> words = line.words().subList(0, line.wordIndex() + 1);
        // what actions do is for help to say: many lines would push the prompt away
        boolean names = line.wordIndex() > 0 && !words.get(0).equals("help");
        String begun = line.word().substring(0, line.wordCursor());
        completion
                .candidates(words)
                .forEach(
                        (word, said) -> {
                            // the reader would also take what has it in its middle
                            if (!word.startsWith(begun)) {
                                return;
                            }
                            boolean goesOn = word.endsWith(":");
                            candidates.add(
                                    new Candidate(
                                            word,
                                            word,
                                            null,
                                            names && !said.isEmpty() ? said : null,
                                            null,
                                            null,
                                            !goesOn));
                        });
    }
}
