package org.mutoscope.plugins;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Step;

/** A change while it is being done, and afterwards. Safe for use by several threads. */
final class Ongoing {
    static final String RUNNING = "RUNNING";
    static final String DONE = "DONE";
    static final String FAILED = "FAILED";
    static final String TAKEN_BACK = "TAKEN_BACK";

    final String id = "op_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    final Happenings happenings = new Happenings();
    private final Plan plan;
    private final String subject;
    private final Instant begun = Instant.now();
    private final List<Step> drained = new ArrayList<>();
    private String state = RUNNING;
    private String sentence = "It is being done.";
    private Instant ended;

    Ongoing(Plan plan, String subject) {
        this.plan = plan;
        this.subject = subject;
    }

    String subject() {
        return subject;
    }

    synchronized void says(String words) {
        sentence = words;
    }

    synchronized void drained(String bundle) {
        drained.add(new Step("DRAIN", bundle));
    }

    synchronized void ends(String how, String words) {
        state = how;
        sentence = words;
        ended = Instant.now();
    }

    synchronized boolean is(String which) {
        return state.equals(which);
    }

    synchronized Operation snapshot() {
        List<Step> happened = new ArrayList<>(happenings.steps());
        happened.addAll(drained);
        return new Operation(id, plan, subject, state, sentence, happened, begun, ended);
    }
}
