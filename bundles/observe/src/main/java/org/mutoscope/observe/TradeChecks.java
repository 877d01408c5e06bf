package org.mutoscope.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.road.Notices;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Looks at those who do the work, most of them swappable: backends, encoder, plugins, billing providers, and the queue before them. */
final class TradeChecks {
    private static final int MOST_NAMED = 5;
    private static final int FULL_PERCENT = 90;

    private final Parts parts;
    private final LastWords words;

    TradeChecks(Parts parts, LastWords words) {
        this.parts = parts;
        this.words = words;
    }

    List<Check> all() {
        return List.of(
                Check.of("backends", this::backends),
                Check.of("ffmpeg", this::encoder, "media"),
                Check.of("plugins", this::plugins),
                Check.of("queue", this::queue, "jobs"),
                Check.of("billing", this::billing, "money"),
                Check.of("upstream", this::upstream, "money"),
                Check.of("reviews", this::reviews, "jobs"));
    }

    private Diagnosis backends() {
        Models models = parts.models;
        List<Models.Backend> all = models == null ? List.of() : models.backends();
        List<Models.Backend> ready =
                all.stream().filter(backend -> backend.state().equals("READY")).toList();
        List<Models.Backend> unwell =
                all.stream().filter(backend -> backend.state().equals("UNWELL")).toList();
        List<String> causes = new ArrayList<>();
        unwell.forEach(backend -> causes.add(backend.id() + "@" + backend.version() + " is unwell"
                + why(backend.bundle()).map(s -> ": " + s).orElse(".")));
        causes.addAll(words.about("org.mutoscope.backend", "org.mutoscope.jobs"));
        String command = unwell.isEmpty()
                ? "mutoscope plugin list"
                : "mutoscope plugin why " + unwell.get(0).bundle();
        if (ready.isEmpty()) {
            return Diagnosis.wrong(
                            "No backend is ready: jobs wait. Mend one, or install one: mutoscope plugin install JAR.")
                    .because(causes)
                    .run(command);
        }
        String names = String.join(", ", ready.stream().map(Models.Backend::id).toList());
        if (!unwell.isEmpty()) {
            return Diagnosis.doubtful("Ready: " + names + ". Unwell: "
                            + String.join(
                                    ", ",
                                    unwell.stream().map(Models.Backend::id).toList()) + ".")
                    .because(causes)
                    .run(command);
        }
        List<String> warnings = words.about("org.mutoscope.backend");
        return warnings.isEmpty()
                ? Diagnosis.well("Ready: " + names + ".")
                : Diagnosis.doubtful("Ready: " + names + ". Not all went well in the last hour.")
                        .because(warnings);
    }

    /** What the framework says of a bundle; empty for one of the distribution's own. */
    private Optional<String> why(String bundle) {
        Plugins plugins = parts.plugins;
        try {
            return plugins == null
                    ? Optional.empty()
                    : Optional.of(plugins.why(bundle).sentence());
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    private Diagnosis encoder() {
        ServiceReference<MediaEncoder> encoder = parts.encoder;
        Bundle bundle = encoder == null ? null : encoder.getBundle();
        return bundle == null
                ? Diagnosis.wrong("No encoder is there: clips cannot be finished.")
                        .because(words.about("org.mutoscope.media"))
                : Diagnosis.well("Clips are encoded by " + bundle.getSymbolicName() + " " + bundle.getVersion() + ".");
    }

    private Diagnosis plugins() {
        Plugins plugins = parts.plugins;
        if (plugins == null) {
            return Diagnosis.wrong("What watches over plugins is not there.").because(words.errors("org.mutoscope"));
        }
        List<Plugins.Plugin> ill = plugins.list().stream()
                .filter(plugin -> !List.of("ACTIVE", "STARTING", "COPYING", "DRAINING", "DISABLED", "REMOVED")
                        .contains(plugin.state()))
                .toList();
        if (ill.isEmpty()) {
            return Diagnosis.well("Every plugin that is installed runs.");
        }
        String names = String.join(", ", ill.stream().map(Plugins.Plugin::name).toList());
        return Diagnosis.wrong("Does not run: " + names + ".")
                .because(ill.stream()
                        .limit(MOST_NAMED)
                        .map(plugin -> plugin.name() + ": " + plugin.sentence())
                        .toList())
                .run("mutoscope plugin why " + ill.get(0).name());
    }

    private Diagnosis queue() {
        JobBoard board = parts.board;
        if (board == null) {
            return Diagnosis.wrong("The queue is not there.").because(words.about("org.mutoscope.jobs"));
        }
        JobBoard.Depth depth = board.depth();
        String now = depth.queued() + " of " + depth.bound() + " places are taken, " + depth.running() + " jobs run.";
        return depth.queued() * 100L < depth.bound() * (long) FULL_PERCENT
                ? Diagnosis.well(now)
                : Diagnosis.doubtful("The queue is nearly full: " + now
                                + " Beyond that jobs are refused with queue_full; add a backend, or raise queue.bound.")
                        .run("mutoscope job list");
    }

    private Diagnosis billing() {
        Notices notices = parts.notices;
        if (notices == null) {
            return Diagnosis.wrong("The billing part is not there.").because(words.about("org.mutoscope.billing"));
        }
        List<Notices.Notice> open = Stream.of(Notices.State.WAITING, Notices.State.PROVIDER_ABSENT)
                .flatMap(state -> notices.list(Optional.of(state), Long.MAX_VALUE, MOST_NAMED).stream())
                .toList();
        List<String> causes = new ArrayList<>();
        open.forEach(notice -> causes.add("notice " + notice.id() + " of " + notice.provider() + " waits"
                + (notice.note() == null ? "." : ": " + notice.note())));
        notices.books().providers().stream()
                .filter(reading -> reading.note() != null)
                .forEach(reading -> causes.add("the history of " + reading.provider() + ": " + reading.note()));
        return causes.isEmpty()
                ? Diagnosis.well("No notice of a store waits.")
                : Diagnosis.doubtful(
                                "A billing provider fails or is absent: what stores tell is kept, and read when it works again.")
                        .because(causes)
                        .run("mutoscope billing books");
    }

    private Diagnosis reviews() {
        Reviews reviews = parts.reviews;
        if (reviews == null) {
            return Diagnosis.well("There is no review desk: what a person must look at is refused.");
        }
        Reviews.Clock clock = reviews.clock();
        if (!clock.late()) {
            return Diagnosis.well(clock.waiting() + " orders wait for a reviewer.");
        }
        return Diagnosis.doubtful(clock.waiting() + " orders wait for a reviewer, the oldest for "
                        + clock.oldest().toHours() + " hours; the promise is "
                        + clock.promise().toHours() + ". What nobody looks at in time ends without a clip.")
                .run("mutoscope review claim");
    }

    private Diagnosis upstream() {
        Upstream upstream = parts.upstream;
        if (upstream == null) {
            return Diagnosis.well("No backend tells of money.");
        }
        List<Upstream.Stop> stops = upstream.stops();
        if (!stops.isEmpty()) {
            Upstream.Stop first = stops.get(0);
            return Diagnosis.doubtful("Stopped since a service took more than was said: "
                            + String.join(
                                    ", ",
                                    stops.stream()
                                            .map(stop -> stop.model() + " of " + stop.backend())
                                            .toList())
                            + ".")
                    .because(stops.stream().map(Upstream.Stop::reason).toList())
                    .run("mutoscope upstream reopen " + first.backend() + " " + first.model());
        }
        List<String> spent = upstream.budgets().stream()
                .filter(budget -> budget.left() == 0)
                .map(budget -> budget.backend() + " in " + budget.period())
                .toList();
        return spent.isEmpty()
                ? Diagnosis.well("No budget at a service is spent.")
                : Diagnosis.doubtful("Spent: the budget of " + String.join(", ", spent)
                                + ". It gets no jobs until the next period.")
                        .run("mutoscope upstream list");
    }
}
