package org.mutoscope.plugins;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
    private final Drops drops;

    /** @param drops what lay there and lacked something gets another chance by it */
    Changes(BundleContext context, Installation installation, Drops drops) {
        this.context = context;
        this.installation = installation;
        this.drops = drops;
    }

    /** Runs to the end of the change; what came of it stands in the operation. @param serves hears of what came as soon as it serves */
    void run(Ongoing operation, Intent intent, Manner manner, Consumer<Deployed> serves) {
        new Run(operation, intent, manner, serves).toTheEnd();
    }

    /** One change. */
    private final class Run {
        private final Ongoing operation;
        private final Intent intent;
        private final Manner manner;
        private final Consumer<Deployed> serves;
        private final List<Deployed> came = new ArrayList<>();
        /** Those that no longer run: some had to go before others could start. */
        private final List<Deployed> went = new ArrayList<>();

        private final List<Bundle> staged = new ArrayList<>();
        private final StringBuilder remarks = new StringBuilder();

        Run(Ongoing operation, Intent intent, Manner manner, Consumer<Deployed> serves) {
            this.operation = operation;
            this.intent = intent;
            this.manner = manner;
            this.serves = serves;
        }

        void toTheEnd() {
            operation.onTurn(() -> intent.stops().forEach(installation.runner()::resume));
            try {
                locked(this::exchange);
                letGo();
                unlessTurned(operation.settles());
                if (intent.verb() != Verb.ROLLBACK) { // what the platform does by itself is nobody's wish to try again
                    came.forEach(installation::forgive);
                }
                operation.ends(Ongoing.DONE, outcome() + remarks);
            } catch (Refusal e) {
                undo(e);
                LOG.error("{} failed. {}", intent.sentence(), e.getMessage());
                if (operation.turned() == null) {
                    operation.ends(Ongoing.FAILED, e.getMessage() + " Nothing was changed.");
                } else {
                    operation.ends(Ongoing.TAKEN_BACK, e.getMessage());
                }
            }
        }

        private void locked(Happenings.Act<Refusal> act) throws Refusal {
            synchronized (installation) {
                operation.happenings.during(context, act);
            }
        }

        private boolean replaces() {
            boolean comes = intent.verb() == Verb.INSTALL || intent.verb() == Verb.UPGRADE;
            return comes && (!intent.stops().isEmpty() || installation.hasBefore(intent.subject()));
        }

        private void unlessTurned(boolean well) throws Refusal {
            if (!well || operation.turned() != null) {
                throw new Refusal(came.stream().map(Deployed::called).collect(Collectors.joining(", "))
                        + " was taken back: " + operation.turned() + ". What was there before serves on.");
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
            if (replaces()) {
                came.forEach(serves); // now, and not when the old ones have drained: that may take an hour
            }
            for (Deployed entry : came) {
                check(entry, intent.verb() == Verb.UPGRADE ? before : Set.of());
            }
            installation.tryAgain(drops::again);
        }

        private Deployed again(Deployed entry) throws Refusal {
            installation.run(entry);
            return entry;
        }

        private void check(Deployed entry, Set<String> before) throws Refusal {
            List<String> missing =
                    installation.runner().awaitServices(entry.bundle, manner.force() ? Set.of() : before);
            if (manner.force()) {
                return;
            }
            Optional<String> harm = drops.harm(entry.bundle);
            if (harm.isPresent()) {
                throw new Refusal(harm.get());
            }
            if (!missing.isEmpty()) {
                throw new Refusal(entry.called() + " runs, but does not offer " + String.join(", ", missing)
                        + ", which the version before it does; see the log for what it waits for, or force it.");
            }
        }

        private void letGo() throws Refusal {
            for (Deployed stop : intent.stops()) {
                if (went.contains(stop)) {
                    installation.keepBack(stop);
                    continue;
                }
                operation.says("waiting for the work of " + stop.called());
                installation // without the lock: others may change meanwhile
                        .runner()
                        .drain(stop, manner.drainSeconds(), () -> operation.turned() != null);
                unlessTurned(true);
                if (intent.verb() == Verb.DRAIN) {
                    operation.drained(stop.called());
                } else {
                    went.add(stop);
                    locked(() -> stop(stop));
                }
            }
        }

        private void stop(Deployed entry) {
            operation.says("stopping " + entry.called());
            String remark = null;
            if (intent.verb() == Verb.DISABLE) {
                installation.switchOff(entry);
            } else {
                remark = installation.retire(entry);
            }
            if (remark != null) {
                remarks.append(" But ").append(remark).append('.');
            }
            drops.left(entry, operation).ifPresent(words -> remarks.append(' ').append(words));
        }

        private void undo(Refusal why) {
            operation.says("undoing");
            synchronized (installation) {
                operation.happenings.during(context, () -> {
                    intent.stops().forEach(installation.runner()::resume);
                    went.stream().filter(gone -> !first(gone)).forEach(installation::restore);
                    came.stream().filter(entry -> inPlaceOf(entry).isEmpty()).forEach(this::away);
                    installation.runner().unstage(staged);
                    went.stream()
                            .filter(gone -> first(gone) && !overwritten(gone))
                            .forEach(installation::restore);
                    for (Intent.Incoming start : intent.starts()) {
                        inPlaceOf(start.existing()).ifPresent(before -> putBack(before, start.existing(), why));
                    }
                });
            }
        }

        private boolean first(Deployed gone) {
            return intent.goesFirst(gone) || overwritten(gone);
        }

        private boolean overwritten(Deployed gone) {
            return intent.starts().stream()
                    .anyMatch(start -> start.existing() != null
                            && start.existing() != gone
                            && start.existing().file.equals(gone.file));
        }

        /** What was there before under the same file. */
        private Optional<Deployed> inPlaceOf(Deployed entry) {
            return intent.stops().stream()
                    .filter(stop -> entry != null && stop != entry && stop.file.equals(entry.file))
                    .findFirst();
        }

        private void away(Deployed entry) {
            installation.runner().drain(entry, 0, () -> false); // what it has goes to what is there again
            if (intent.starts().stream().anyMatch(start -> start.existing() == entry)) {
                installation.switchOff(entry);
            } else {
                installation.withdrawTrial(entry);
            }
        }

        private void putBack(Deployed before, Deployed entry, Refusal why) {
            if (came.contains(entry)) {
                installation.putBack(before, entry);
            } else {
                entry.failed(why);
                installation.keepOn(before, entry);
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
