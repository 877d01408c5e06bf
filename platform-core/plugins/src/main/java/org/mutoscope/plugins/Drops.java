package org.mutoscope.plugins;

import java.util.List;
import java.util.Optional;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Step;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done because of files that appear in {@code deploy/} and vanish there: a change like any other, with its record. Whoever calls holds the monitor of
 * {@link Installation}.
 */
final class Drops {
    private static final Logger LOG = LoggerFactory.getLogger(Drops.class);

    private final BundleContext context;
    private final Installation installation;
    private final Operations operations;
    private final Inspection inspection;
    private Came replaced = (entry, by) -> {};

    Drops(BundleContext context, Installation installation, Operations operations, Inspection inspection) {
        this.context = context;
        this.installation = installation;
        this.operations = operations;
        this.inspection = inspection;
    }

    /** Hears of what came beside or after something else of its name. */
    interface Came {
        void here(Deployed entry, Ongoing by);
    }

    void tell(Came listener) {
        replaced = listener;
    }

    /** A file is there that nobody has decided on: runs it unless it was switched off. @param first whether the platform has just started */
    void came(Deployed entry, boolean first) {
        try {
            installation.read(entry);
        } catch (Refusal e) {
            refused(entry, e);
            return;
        }
        if (entry.off) {
            return;
        }
        if (first && installation.servedBefore(entry)) {
            quietly(entry, operations.last(entry.facts.name()));
        } else {
            run(entry, open(entry, Verb.INSTALL, "install", Happenings.START, new Happenings()));
        }
    }

    /** It is nothing that could run. */
    void refused(Deployed entry, Refusal why) {
        entry.failed(why);
        refused(entry, operations.last(entry.facts == null ? entry.fileName() : entry.facts.name()));
    }

    /** It lacked something, and something has come. */
    void again(Deployed entry) {
        Optional<Operation> before = operations.last(entry.facts.name());
        entry.lacks = false;
        entry.failure = null;
        quietly(entry, before);
    }

    /** What runs as it always did is nothing to tell of. */
    private void quietly(Deployed entry, Optional<Operation> before) {
        Happenings happenings = new Happenings();
        boolean known = installation.servedBefore(entry);
        try {
            happenings.during(context, () -> start(entry));
            if (!known) {
                well(entry, open(entry, Verb.INSTALL, "install", Happenings.START, happenings));
            }
        } catch (Refusal e) {
            fails(entry, e, known);
            refused(entry, before);
        }
    }

    private void run(Deployed entry, Ongoing operation) {
        try {
            operation.says("starting " + entry.called());
            operation.happenings.during(context, () -> start(entry));
            well(entry, operation);
        } catch (Refusal e) {
            fails(entry, e, false);
            if (entry.quarantine == null) {
                operation.ends(Ongoing.FAILED, entry.failure);
            } else {
                operation.ends(Ongoing.QUARANTINED, Described.quarantined(entry));
            }
        }
    }

    private void start(Deployed entry) throws Refusal {
        entry.starting(true);
        try {
            installation.run(entry);
        } finally {
            entry.starting(false);
        }
    }

    private void well(Deployed entry, Ongoing operation) {
        boolean replaces = installation.hasBefore(entry.facts.name());
        Optional<String> harm = inspection.harm(entry.bundle);
        if (harm.isPresent() && !replaces) {
            operation.happenings.during(context, () -> installation.quarantine(entry, harm.get()));
            operation.ends(Ongoing.QUARANTINED, Described.quarantined(entry));
            LOG.error("{}: {}", entry.called(), Described.quarantined(entry));
            return;
        }
        operation.ends(Ongoing.DONE, entry.called() + ": " + Changes.sentence(entry.bundle));
        if (replaces) {
            replaced.here(entry, operation);
        } else {
            inspection.begin(entry, this::quarantine);
        }
    }

    private void fails(Deployed entry, Refusal refusal, boolean servedBefore) {
        entry.failed(refusal);
        boolean bad = refusal.kind() == Refusal.Kind.HUNG || refusal.kind() == Refusal.Kind.THREW;
        if (bad && !servedBefore) { // what served before may have failed for a reason that lies elsewhere and passes
            installation.quarantine(entry, refusal.getMessage());
        }
        LOG.error("{} does not run. {}", entry.fileName(), refusal.getMessage());
    }

    /** It does harm, as turned out after it had come. */
    void quarantine(Deployed entry, String words) {
        synchronized (installation) {
            if (entry.runs()) {
                Ongoing operation = open(entry, Verb.DISABLE, "quarantine", Happenings.STOP, new Happenings());
                operation.happenings.during(context, () -> installation.quarantine(entry, words));
                operation.ends(Ongoing.QUARANTINED, Described.quarantined(entry));
                LOG.error("{}: {}", entry.called(), Described.quarantined(entry));
            }
        }
    }

    /** What is wrong with what has just started; see {@link Inspection#harm}. */
    Optional<String> harm(Bundle bundle) {
        return inspection.harm(bundle);
    }

    /** What overwrote a file cannot run: what ran goes on. */
    void spoilt(Deployed before, Deployed entry, Refusal why) {
        installation.put(entry);
        entry.failed(why);
        installation.keepOn(before, entry);
        operations
                .open(
                        plan(Verb.INSTALL, "replace " + before.called() + " in " + entry.fileName(), List.of()),
                        before.facts.name())
                .ends(Ongoing.FAILED, entry.fileName() + ": " + entry.failure + " What ran goes on.");
    }

    /** Somebody deleted the file. */
    void gone(Deployed entry) {
        if (entry.facts == null || !entry.runs()) {
            installation.vanished(entry);
            return;
        }
        Ongoing operation = open(entry, Verb.REMOVE, "remove", Happenings.STOP, new Happenings());
        operation.notes(entry.fileName() + " was deleted from deploy/");
        operation.happenings.during(context, () -> installation.vanished(entry));
        Optional<String> left = left(entry, operation);
        operation.ends(
                Ongoing.DONE,
                entry.called() + " was removed."
                        + left.map(words -> " " + words).orElse(""));
    }

    /** Notes the threads that it left behind; what is switched off goes into quarantine for it. @return a sentence about them */
    Optional<String> left(Deployed entry, Ongoing operation) {
        if (entry.left.isEmpty()) {
            return Optional.empty();
        }
        String words = "It left " + entry.left.size() + " threads behind when it was stopped: "
                + String.join(", ", entry.left.stream().limit(5).toList())
                + "; restart the platform to be rid of them, and have it end them in its stop.";
        operation.notes(entry.called() + ": " + words);
        LOG.error("{}: {}", entry.called(), words);
        if (entry.off) {
            installation.quarantine(entry, words);
        }
        return Optional.of(words);
    }

    /** Files that were deleted while the platform was stopped were deleted all the same; what was spoilt meanwhile is served from what is kept. */
    void reconcile() {
        installation.missing().forEach((line, spoilt) -> {
            if (spoilt.isPresent() && line.state() == Lock.State.ON) {
                serveKept(line, spoilt.get());
            } else {
                LOG.info(
                        "{} was deleted from deploy/ while the platform was stopped; plugin rollback brings it back",
                        line.bundle());
                installation.deleted(line);
            }
        });
    }

    private void serveKept(Lock.Line line, Deployed spoilt) {
        Plan plan = plan(
                Verb.INSTALL,
                "keep " + line.name() + " " + line.version(),
                List.of(new Step(Happenings.START, line.bundle())));
        Ongoing operation = operations.open(plan, line.name());
        try {
            operation.happenings.during(context, () -> installation.serveKept(line, spoilt));
            operation.ends(
                    Ongoing.DONE,
                    spoilt.fileName() + " holds something else by now that does not run: "
                            + Why.sentence(spoilt.failure) + " " + line.bundle()
                            + " serves on, from what is kept; put the right jar there.");
            LOG.error("{}", operation.snapshot().sentence());
        } catch (Refusal e) {
            operation.ends(Ongoing.FAILED, line.bundle() + ", as kept: " + e.getMessage());
        }
    }

    /** Says that a file is refused, unless that was said last. */
    private void refused(Deployed entry, Optional<Operation> before) {
        String state = entry.quarantine == null ? Ongoing.FAILED : Ongoing.QUARANTINED;
        String words = entry.quarantine == null ? entry.failure : Described.quarantined(entry);
        if (before.filter(o -> o.sentence().equals(words) && o.state().equals(state))
                .isEmpty()) {
            open(entry, Verb.INSTALL, "install", Happenings.START, new Happenings())
                    .ends(state, words);
        }
        LOG.error("{} does not run. {}", entry.fileName(), words);
    }

    private Ongoing open(Deployed entry, Verb verb, String word, String step, Happenings happened) {
        String name = entry.facts == null ? entry.fileName() : entry.facts.name();
        String version = entry.facts == null ? "" : " " + entry.facts.version();
        return operations.open(
                plan(verb, word + " " + name + version, List.of(new Step(step, entry.called()))), name, happened);
    }

    private Plan plan(Verb verb, String sentence, List<Step> steps) {
        return new Plan(verb, sentence, steps, context.getBundles().length, 0, 0, List.of(), null);
    }
}
