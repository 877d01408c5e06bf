package org.mutoscope.plugins;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what replaced something from the moment it serves, and takes it back by itself if it turns out bad: by undoing the change that brought it, if that still goes on,
 * else by a change of its own. Safe for use by several threads.
 */
final class WayBack {
    private static final Logger LOG = LoggerFactory.getLogger(WayBack.class);
    /** Nobody waits for what a bad version has begun: it is handed over at once. */
    private static final Manner AT_ONCE = new Manner(0, true, true);

    private final Installation installation;
    private final Intents intents;
    private final Planner planner;
    private final Changes changes;
    private final Operations operations;
    private final Inspection inspection;
    private final Vigil vigil;
    private final ScheduledExecutorService clock;

    WayBack(Parts parts, Vigil vigil, ScheduledExecutorService clock) {
        this.installation = parts.installation();
        this.intents = parts.intents();
        this.planner = parts.planner();
        this.changes = parts.changes();
        this.operations = parts.operations();
        this.inspection = parts.inspection();
        this.vigil = vigil;
        this.clock = clock;
    }

    /** @param by the change that brought it */
    void begin(Deployed entry, Ongoing by) {
        vigil.begin(entry, reason -> judged(entry, by, reason));
        inspection.begin(entry, (ill, reason) -> judged(ill, by, Why.told(reason)));
    }

    private void judged(Deployed entry, Ongoing by, String reason) {
        LOG.error("{} is taken back: {}", entry.called(), reason);
        later(0, () -> {
            if (!by.turn(reason)) {
                takeBack(entry, reason);
            }
        });
    }

    /** Never on the thread that found out: it is in the midst of a call. */
    private void later(int seconds, Runnable work) {
        try {
            clock.schedule(() -> aside(work), seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the platform stops", e);
        }
    }

    /** A change may wait an hour for work to end. */
    static void aside(Runnable work) {
        Thread thread = new Thread(work, "plugin-change");
        thread.setDaemon(true);
        thread.start();
    }

    private void takeBack(Deployed entry, String reason) {
        if (!entry.runs()) {
            return; // somebody was quicker
        }
        Intent intent;
        try {
            intent = intents.away(entry);
            refuseUntrusted(intent);
            operations.take(intent);
        } catch (Problem e) {
            if (e.code() == Code.PLUGIN_BUSY) {
                later(1, () -> takeBack(entry, reason));
            } else {
                stays(entry, reason, e.getMessage());
            }
            return;
        }
        try {
            if (!entry.runs()) {
                return; // somebody was quicker
            }
            Ongoing operation = operations.open(planner.quick(intent, AT_ONCE), intent.subject());
            operation.notes(entry.called() + " is bad: " + reason);
            changes.run(operation, intent, AT_ONCE, came -> {});
            String what = entry.called() + " was taken back: " + reason + ". ";
            operation.ends(
                    operation.is(Ongoing.DONE) ? Ongoing.TAKEN_BACK : Ongoing.FAILED,
                    what + operation.snapshot().sentence());
            LOG.error("{}", operation.snapshot().sentence());
        } finally {
            operations.give(intent);
        }
    }

    /** Its maker may have been taken out of the key ring since it ran. */
    private void refuseUntrusted(Intent intent) {
        for (Intent.Incoming start : intent.starts()) {
            Trust.Verdict verdict = installation.trust().of(start.facts());
            if (!verdict.allowed()) {
                throw new Problem(Code.PLUGIN_UNTRUSTED, start.facts().called() + ": " + verdict.sentence());
            }
        }
    }

    /** There is no way back: said once, and it is left to the operator. */
    private void stays(Deployed entry, String reason, String why) {
        Plan plan = new Plan(Verb.ROLLBACK, "rollback " + entry.called(), List.of(), 0, 0, 0, List.of(), null);
        Ongoing operation = operations.open(plan, entry.facts.name());
        operation.ends(Ongoing.FAILED, entry.called() + " is bad (" + reason + ") and cannot be taken back: " + why);
        LOG.error("{}", operation.snapshot().sentence());
    }
}
