package org.mutoscope.plugins;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.mutoscope.core.plugins.Plugins.Event;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Step;

/** A change while it is being done, and afterwards. All that is said of it stands in the journal too. Safe for use by several threads. */
final class Ongoing {
    static final String RUNNING = "RUNNING";
    static final String DONE = "DONE";
    static final String FAILED = "FAILED";
    static final String TAKEN_BACK = "TAKEN_BACK";
    static final String QUARANTINED = "QUARANTINED";

    final String id = "op_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    final Happenings happenings;
    private final Journal journal;
    private final Plan plan;
    private final String subject;
    private final Instant begun = now();
    private final List<Step> drained = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private String state = RUNNING;
    private String sentence = "It is being done.";
    private Instant ended;
    private Runnable wake = () -> {};
    private String turned;
    private boolean settled;

    Ongoing(Journal journal, Plan plan, String subject, Happenings happenings) {
        this.journal = journal;
        this.plan = plan;
        this.subject = subject;
        this.happenings = happenings;
        journal.begun(snapshot());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    String subject() {
        return subject;
    }

    /** What is going on now. */
    void says(String words) {
        synchronized (this) {
            sentence = words;
        }
        notes(words);
    }

    /** Something that stays to be read. */
    void notes(String words) {
        Event event = new Event(now(), words);
        journal.event(id, event, () -> {
            synchronized (this) {
                events.add(event);
            }
        });
    }

    synchronized void drained(String bundle) {
        drained.add(new Step("DRAIN", bundle));
    }

    void ends(String how, String words) {
        Operation over;
        synchronized (this) {
            settled = true;
            over = told(how, words, now());
        }
        journal.ended(over, () -> {
            synchronized (this) {
                ended = over.ended();
                state = how;
                sentence = words;
            }
        });
    }

    synchronized boolean is(String which) {
        return state.equals(which);
    }

    /** @param action cuts short whatever it waits for */
    synchronized void onTurn(Runnable action) {
        wake = action;
    }

    /** What came turned out bad, so the change is to be undone. @return whether it still can be */
    boolean turn(String why) {
        Runnable action;
        synchronized (this) {
            if (settled) {
                return false;
            }
            turned = turned == null ? why : turned;
            action = wake;
        }
        notes("it is undone: " + why);
        action.run();
        return true;
    }

    /** Why it is to be undone, or null. */
    synchronized String turned() {
        return turned;
    }

    /** From here on it cannot be turned. @return whether it was not */
    synchronized boolean settles() {
        settled = turned == null;
        return settled;
    }

    synchronized Operation snapshot() {
        return told(state, sentence, ended);
    }

    private Operation told(String how, String words, Instant at) {
        List<Step> happened = new ArrayList<>(happenings.steps());
        happened.addAll(drained);
        return new Operation(id, plan, subject, how, words, happened, begun, at, events);
    }
}
