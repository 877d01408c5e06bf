package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.core.plugins.Plugins.Check;
import org.mutoscope.core.plugins.Plugins.Event;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Step;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code plugins.journal}: what was changed, so that a restart does not forget it. Lines of words with tabs between them, appended as things happen; so after a
 * crash it says how far a change had come. A line that cannot be read, as the last one may be after a crash, is left out. Safe for use by several threads.
 */
final class Journal {
    static final String FILE = "plugins.journal";
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String INTERRUPTED = "INTERRUPTED";

    private final Path file;

    Journal(Path file) {
        this.file = file;
    }

    synchronized void begun(Operation one) {
        append(head(one));
    }

    /** @param shows makes it visible; within the same lock, so that whoever sees it finds it here, and no rewriting comes between */
    synchronized void event(String id, Event event, Runnable shows) {
        append(List.of(line("event", id, event.at(), event.words())));
        shows.run();
    }

    /** @param shows as for an event */
    synchronized void ended(Operation one, Runnable shows) {
        append(tail(one));
        shows.run();
    }

    private void append(List<String> lines) {
        try {
            String text = String.join("\n", lines) + "\n";
            // what a crash tore must not have the next line as its rest
            Files.writeString(file, whole() ? text : "\n" + text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) { // the change itself is more important than the note about it
            LOG.warn("{} could not be written; the log tells what changes", file, e);
        }
    }

    private boolean whole() throws IOException {
        if (Files.notExists(file)) {
            return true;
        }
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.size() == 0 || in.position(in.size() - 1).read(last) == 1 && last.get(0) == '\n';
        }
    }

    /** Starts it anew. @param all newest first; asked while nobody can append, so that nothing said meanwhile is lost */
    synchronized void rewrite(Supplier<List<Operation>> all) {
        List<Operation> operations = all.get();
        List<String> lines = new ArrayList<>();
        for (int i = operations.size() - 1; i >= 0; i--) {
            Operation one = operations.get(i);
            lines.addAll(head(one));
            one.events().forEach(event -> lines.add(line("event", one.id(), event.at(), event.words())));
            if (one.ended() != null) {
                lines.addAll(tail(one));
            }
        }
        try {
            Path part = file.resolveSibling(FILE + ".part");
            Files.write(part, lines);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be written; the log tells what changes", file, e);
        }
    }

    private static List<String> head(Operation one) {
        Plan plan = one.plan();
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "begun",
                one.id(),
                one.begun(),
                plan.verb(),
                one.subject(),
                plan.untouched(),
                plan.inUse(),
                plan.drainSeconds(),
                plan.sentence()));
        plan.steps().forEach(step -> lines.add(line("step", one.id(), step.what(), step.bundle())));
        plan.checks()
                .forEach(check -> lines.add(line("check", one.id(), check.name(), check.holds(), check.sentence())));
        return lines;
    }

    private static List<String> tail(Operation one) {
        List<String> lines = new ArrayList<>();
        one.happened().forEach(step -> lines.add(line("happened", one.id(), step.what(), step.bundle())));
        lines.add(line("ended", one.id(), one.ended(), one.state(), one.sentence()));
        return lines;
    }

    private static String line(Object... words) {
        return Arrays.stream(words)
                .map(word -> String.valueOf(word).replaceAll("\\s+", " ").strip())
                .collect(Collectors.joining("\t"));
    }

    /** What earlier runs wrote, newest first. What had not ended then never will. */
    synchronized List<Operation> read() {
        Map<String, Read> all = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try {
                // whatever a crash or a hand left there is no reason not to start
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> take(all, line.split("\t", -1)));
            } catch (IOException e) {
                LOG.warn("{} cannot be read; changes of earlier runs are not listed", file, e);
            }
        }
        List<Operation> newestFirst = new ArrayList<>();
        all.values().forEach(one -> newestFirst.add(0, one.operation()));
        return newestFirst;
    }

    private static void take(Map<String, Read> all, String[] words) {
        try {
            if (words[0].equals("begun")) {
                all.put(words[1], new Read(words));
            } else if (words.length > 3 && all.containsKey(words[1])) {
                all.get(words[1]).more(words);
            }
        } catch (RuntimeException e) {
            LOG.debug("a line of the journal is left out", e);
        }
    }

    /** An operation while its lines are read. */
    private static final class Read {
        private final String[] head;
        private final Instant begun;
        private final Verb verb;
        private final int untouched;
        private final int inUse;
        private final int drainSeconds;
        private final List<Step> steps = new ArrayList<>();
        private final List<Check> checks = new ArrayList<>();
        private final List<Step> happened = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private String state = INTERRUPTED;
        private String sentence =
                "The platform ended before this was done; `mutoscope plugin verify` says what does not agree.";
        private Instant ended;

        Read(String[] head) {
            this.head = head.clone();
            this.begun = Instant.parse(head[2]);
            this.verb = Verb.valueOf(head[3]);
            this.ended = begun;
            if (head.length != 9) {
                throw new IllegalArgumentException("torn");
            }
            this.untouched = Integer.parseInt(head[5]);
            this.inUse = Integer.parseInt(head[6]);
            this.drainSeconds = Integer.parseInt(head[7]);
        }

        void more(String[] words) {
            if (!state.equals(INTERRUPTED) && !words[0].equals("ended")) {
                return; // said twice: once anew, once appended
            }
            switch (words[0]) {
                case "step" -> steps.add(new Step(words[2], words[3]));
                case "happened" -> happened.add(new Step(words[2], words[3]));
                case "check" -> checks.add(new Check(words[2], Boolean.parseBoolean(words[3]), words[4]));
                case "event" -> {
                    Event event = new Event(Instant.parse(words[2]), words[3]);
                    if (!events.contains(event)) {
                        events.add(event);
                    }
                    ended = event.at();
                }
                case "ended" -> {
                    String how = words[3];
                    sentence = words[4];
                    ended = Instant.parse(words[2]);
                    state = how;
                }
                default -> {}
            }
        }

        Operation operation() {
            Plan plan = new Plan(verb, head[8], steps, untouched, inUse, drainSeconds, checks, null);
            return new Operation(head[1], plan, head[4], state, sentence, happened, begun, ended, events);
        }
    }
}
