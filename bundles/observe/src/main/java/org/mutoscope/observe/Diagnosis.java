package org.mutoscope.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;
import org.mutoscope.core.observe.Health;

/**
 * What a look found, in the form of a health check's log: first what is the matter, then lines that begin with {@code because: } down to the root, then one that begins
 * with {@code run: }. A partner's check that logs such lines is shown in the same way.
 */
final class Diagnosis {
    private static final String BECAUSE = "because: ";
    private static final String RUN = "run: ";

    private final ResultLog log = new ResultLog();

    private Diagnosis(Status status, List<String> sentences) {
        sentences.forEach(sentence -> log.add(new ResultLog.Entry(status, sentence)));
    }

    static Diagnosis well(String sentence) {
        return new Diagnosis(Status.OK, List.of(sentence));
    }

    static Diagnosis doubtful(String sentence) {
        return new Diagnosis(Status.WARN, List.of(sentence));
    }

    static Diagnosis wrong(String sentence) {
        return wrong(List.of(sentence));
    }

    static Diagnosis wrong(List<String> sentences) {
        return new Diagnosis(Status.CRITICAL, sentences);
    }

    Diagnosis because(String cause) {
        log.add(new ResultLog.Entry(Status.OK, BECAUSE + cause));
        return this;
    }

    Diagnosis because(List<String> causes) {
        causes.forEach(this::because);
        return this;
    }

    /** @param command null for none */
    Diagnosis run(String command) {
        if (command != null) {
            log.add(new ResultLog.Entry(Status.OK, RUN + command));
        }
        return this;
    }

    Result result() {
        return new Result(log);
    }

    static Health.State state(Result result) {
        return switch (result.getStatus()) {
            case OK -> Health.State.OK;
            case WARN -> Health.State.WARN;
            default -> Health.State.WRONG;
        };
    }

    /** What is the matter: the entries of the worst kind there is; at least one sentence. */
    static List<String> sentences(Result result) {
        List<String> sentences = new ArrayList<>();
        for (ResultLog.Entry entry : plain(result)) {
            if (entry.getStatus() == result.getStatus() && !isNote(entry)) {
                sentences.add(entry.getMessage());
            }
        }
        return sentences.isEmpty() ? List.of("It does not say more than " + result.getStatus() + ".") : sentences;
    }

    static List<String> causes(Result result) {
        List<String> causes = new ArrayList<>();
        for (ResultLog.Entry entry : plain(result)) {
            if (entry.getMessage().startsWith(BECAUSE)) {
                causes.add(entry.getMessage().substring(BECAUSE.length()));
            }
            if (entry.getException() != null) {
                causes.add(entry.getException().toString());
            }
        }
        return causes;
    }

    static Optional<String> command(Result result) {
        return plain(result).stream()
                .map(ResultLog.Entry::getMessage)
                .filter(message -> message.startsWith(RUN))
                .map(message -> message.substring(RUN.length()))
                .findFirst();
    }

    private static boolean isNote(ResultLog.Entry entry) {
        return entry.getMessage().startsWith(BECAUSE) || entry.getMessage().startsWith(RUN);
    }

    private static List<ResultLog.Entry> plain(Result result) {
        return StreamSupport.stream(result.spliterator(), false)
                .filter(entry -> !entry.isDebug())
                .toList();
    }
}
