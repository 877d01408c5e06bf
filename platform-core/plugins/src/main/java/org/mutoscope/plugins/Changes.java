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
        new Run(operation, intent, manner).toTheEnd();
    }

    /** One change. */
    private final class Run {
        private final Ongoing operation;
        private final Intent intent;
        private final Manner manner;
        private final List<Deployed> came = new ArrayList<>();
        /** Those that had to go before others could start. */
        private final List<Deployed> went = new ArrayList<>();

        private final List<Bundle> staged = new ArrayList<>();
        private final StringBuilder remarks = new StringBuilder();

        Run(Ongoing operation, Intent intent, Manner manner) {
            this.operation = operation;
            this.intent = intent;
            this.manner = manner;
        }

        void toTheEnd() {
            try {
                locked(this::exchange);
                letGo();
                operation.ends(Ongoing.DONE, outcome() + remarks);
            } catch (Refusal e) {
                undo();
                operation.ends(Ongoing.FAILED, e.getMessage() + " Nothing was changed.");
                LOG.error("{} failed. {}", intent.sentence(), e.getMessage());
            }
        }

        private void locked(Happenings.Act<Refusal> act) throws Refusal {
            synchronized (installation) {
                operation.happenings.during(context, act);
            }
        }

        /** New ones start beside old ones; only what has the same name and version must go first. */
        private void exchange() throws Refusal {
            Set<String> before = new HashSet<>();
            for (Deployed stop : intent.stops()) {
                before.addAll(BundleRunner.names(stop.bundle));
                if (intent.goesFirst(stop)) {
                    operation.says("stopping " + stop.called());
                    went.add(stop);
                    installation.runner().withdraw(stop);
                }
            }
            if (intent.starts().size() > 1) {
                staged.addAll(installation.stage(intent.starts()));
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

        private void letGo() throws Refusal {
            for (Deployed stop : intent.stops()) {
                if (went.contains(stop)) {
                    continue;
                }
                operation.says("waiting for the work of " + stop.called());
                installation
                        .runner()
                        .drain(stop, manner.drainSeconds()); // without the lock: others may change meanwhile
                if (intent.verb() == Verb.DRAIN) {
                    operation.drained(stop.called());
                } else {
                    locked(() -> stop(stop));
                }
            }
        }

        private void stop(Deployed entry) {
            if (intent.verb() == Verb.DISABLE) {
                installation.switchOff(entry);
                return;
            }
            String remark = installation.retire(entry);
            if (remark != null) {
                remarks.append(" But ").append(remark).append('.');
            }
        }

        private void undo() {
            operation.says("undoing");
            synchronized (installation) {
                for (Deployed entry : came) {
                    if (intent.starts().stream().anyMatch(start -> start.existing() == entry)) {
                        installation.switchOff(entry);
                    } else {
                        installation.withdrawTrial(entry);
                    }
                }
                installation.runner().unstage(staged);
                went.forEach(installation::restore);
            }
        }

        private String outcome() {
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
    }

    /** What a bundle that runs does. */
    static String sentence(Bundle bundle) {
        List<String> offers = BundleRunner.names(bundle);
        return offers.isEmpty()
                ? "It runs, but offers no Mutoscope service; `mutoscope plugin why` says what it waits for."
                : "It serves " + String.join(", ", offers) + ".";
    }
}
