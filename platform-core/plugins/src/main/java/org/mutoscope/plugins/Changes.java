package org.mutoscope.plugins;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what was planned. If what starts does not come up, all is as it was. */
final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final BundleContext context;
    private final Installation installation;

    Changes(BundleContext context, Installation installation) {
        this.context = context;
        this.installation = installation;
    }

    /** Runs to the end of the change; what came of it stands in the operation. */
    void run(Ongoing operation, Intent intent, Manner manner) {
        List<Deployed> came = new ArrayList<>();
        List<Deployed> went = new ArrayList<>();
        try {
            locked(operation, () -> exchange(operation, intent, manner, came, went));
            List<String> remarks = new ArrayList<>();
            letGo(operation, intent, manner, went, remarks);
            operation.ends(Ongoing.DONE, outcome(intent, came) + String.join(" ", remarks));
        } catch (Refusal e) {
            undo(operation, intent, came, went);
            operation.ends(Ongoing.FAILED, e.getMessage() + " Nothing was changed.");
            LOG.error("{} failed. {}", intent.sentence(), e.getMessage());
        }
    }

    private void locked(Ongoing operation, Happenings.Act<Refusal> act) throws Refusal {
        synchronized (installation) {
            operation.happenings.during(context, act);
        }
    }

    /** New ones start beside old ones; only what has the same name and version must go first. */
    private void exchange(Ongoing operation, Intent intent, Manner manner, List<Deployed> came, List<Deployed> went)
            throws Refusal {
        Set<String> before = new HashSet<>();
        for (Deployed stop : intent.stops()) {
            before.addAll(BundleRunner.names(stop.bundle));
            if (intent.goesFirst(stop)) {
                operation.says("stopping " + stop.called());
                went.add(stop);
                installation.runner().withdraw(stop);
            }
        }
        for (Intent.Incoming start : intent.starts()) {
            operation.says("starting " + start.facts().called());
            came.add(start.existing() == null ? installation.bring(start) : again(start.existing()));
        }
        boolean must = intent.verb() == Verb.UPGRADE && !manner.force();
        for (Deployed entry : came) {
            List<String> missing = installation.runner().awaitServices(entry.bundle, must ? before : Set.of());
            if (must && !missing.isEmpty()) {
                throw new Refusal(entry.called() + " runs, but does not offer " + String.join(", ", missing)
                        + ", which the version before it does; see the log for what it waits for, or force it.");
            }
        }
        installation.tryAgain();
    }

    private Deployed again(Deployed entry) throws Refusal {
        installation.run(entry);
        return entry;
    }

    private void letGo(Ongoing operation, Intent intent, Manner manner, List<Deployed> went, List<String> remarks)
            throws Refusal {
        for (Deployed stop : intent.stops()) {
            if (went.contains(stop)) {
                continue;
            }
            operation.says("waiting for the work of " + stop.called());
            installation
                    .runner()
                    .drain(stop, manner.drainSeconds()); // without the lock: others may be changed meanwhile
            if (intent.verb() == Verb.DRAIN) {
                operation.drained(stop.called());
                continue;
            }
            locked(operation, () -> {
                if (intent.verb() == Verb.DISABLE) {
                    installation.switchOff(stop);
                    return;
                }
                String remark = installation.retire(stop);
                if (remark != null) {
                    remarks.add(" But " + remark + ".");
                }
            });
        }
    }

    private void undo(Ongoing operation, Intent intent, List<Deployed> came, List<Deployed> went) {
        operation.says("undoing");
        synchronized (installation) {
            for (Deployed entry : came) {
                if (intent.starts().stream().anyMatch(start -> start.existing() == entry)) {
                    installation.switchOff(entry);
                } else {
                    installation.withdrawTrial(entry);
                }
            }
            went.forEach(installation::restore);
        }
    }

    private static String outcome(Intent intent, List<Deployed> came) {
        if (!came.isEmpty()) {
            return came.stream()
                    .map(d -> d.called() + ": " + sentence(d.bundle))
                    .collect(Collectors.joining(" "));
        }
        String who = intent.stops().stream().map(Deployed::called).collect(Collectors.joining(", "));
        return switch (intent.verb()) {
            case DISABLE -> who + " is switched off.";
            case DRAIN -> who + " gets no more work; `mutoscope plugin enable` gives it some again.";
            case REMOVE, ROLLBACK -> who + " was removed.";
            default -> "There was nothing to do.";
        };
    }

    /** What a bundle that runs does. */
    static String sentence(Bundle bundle) {
        List<String> offers = BundleRunner.names(bundle);
        return offers.isEmpty()
                ? "It runs, but offers no Mutoscope service; see the log for components that wait for something."
                : "It serves " + String.join(", ", offers) + ".";
    }
}
