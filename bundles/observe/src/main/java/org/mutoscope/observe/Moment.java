package org.mutoscope.observe;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.road.Studio;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The platform as it is at this moment. A part that is not there has no figures, which an alert may notice. */
@Component(service = Moment.class)
public final class Moment implements MultiCollector {
    private static final double MICROS = 1e6;

    private final Parts parts;
    private final Tracing tracing;

    /** Called by the component runtime. */
    @Activate
    public Moment(@Reference Parts parts, @Reference Tracing tracing) {
        this.parts = parts;
        this.tracing = tracing;
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> all = new ArrayList<>();
        queue(all);
        backends(all);
        health(all);
        money(all);
        reviews(all);
        machine(all);
        spans(all);
        return new MetricSnapshots(all);
    }

    private void queue(List<MetricSnapshot> all) {
        JobBoard board = parts.board;
        if (board != null) {
            JobBoard.Depth depth = board.depth();
            all.add(single("mutoscope_jobs_queued", "Jobs in the queue.", depth.queued()));
            all.add(single("mutoscope_jobs_running", "Jobs that a backend renders.", depth.running()));
            all.add(single("mutoscope_queue_bound", "Most jobs that may be queued.", depth.bound()));
        }
    }

    private void backends(List<MetricSnapshot> all) {
        Models models = parts.models;
        if (models != null) {
            Gauge ready =
                    new Gauge("mutoscope_backend_ready", "1 if the backend takes jobs, 0 if it drains or is unwell.");
            Gauge slots = new Gauge("mutoscope_backend_slots", "Clips that the backend renders at once.");
            Gauge running = new Gauge("mutoscope_backend_running", "Clips that the backend renders now.");
            for (Models.Backend backend : models.backends()) {
                Labels labels = Labels.of("backend", backend.id(), "version", backend.version());
                ready.add(labels, backend.state().equals("READY") ? 1 : 0);
                slots.add(labels, backend.slots());
                running.add(labels, backend.running());
            }
            all.addAll(List.of(ready.snapshot(), slots.snapshot(), running.snapshot()));
        }
    }

    private void health(List<MetricSnapshot> all) {
        Studio studio = parts.studio;
        Plugins plugins = parts.plugins;
        if (studio != null) {
            all.add(single(
                    "mutoscope_obstacles",
                    "Reasons why no job can be admitted now; 0 is well. GET /health says them.",
                    studio.obstacles().size()));
        }
        if (plugins != null) {
            Map<String, Integer> states = new TreeMap<>(Map.of("ACTIVE", 0, "DRAINING", 0, "FAILED", 0));
            plugins.list().forEach(plugin -> states.merge(plugin.state(), 1, Integer::sum));
            Gauge installed = new Gauge("mutoscope_plugins", "Bundles of the operator and of partners, by state.");
            states.forEach((state, count) -> installed.add(Labels.of("state", state), count));
            all.add(installed.snapshot());
        }
    }

    private void money(List<MetricSnapshot> all) {
        Upstream upstream = parts.upstream;
        if (upstream != null) {
            Gauge spent = new Gauge("mutoscope_upstream_spent_dollars", "Spent at a service in the period of now.");
            Gauge left = new Gauge("mutoscope_upstream_left_dollars", "Left of a budget in the period of now.");
            for (Upstream.Budget budget : upstream.budgets()) {
                String span = budget.period().length() > "2026-11".length() ? "day" : "month";
                Labels labels = Labels.of("backend", budget.backend(), "period", span);
                spent.add(labels, budget.spent() / MICROS);
                if (budget.left() >= 0) {
                    left.add(labels, budget.left() / MICROS);
                }
            }
            all.addAll(List.of(spent.snapshot(), left.snapshot()));
            all.add(single(
                    "mutoscope_upstream_stopped",
                    "Models that get no jobs since a service took more than was said.",
                    upstream.stops().size()));
        }
    }

    private void reviews(List<MetricSnapshot> all) {
        Reviews reviews = parts.reviews;
        if (reviews != null) {
            Reviews.Clock clock = reviews.clock();
            all.add(single("mutoscope_reviews_waiting", "Orders that a person must look at.", clock.waiting()));
            all.add(single(
                    "mutoscope_review_oldest_seconds",
                    "Age of the oldest order that waits for a reviewer.",
                    clock.oldest().toSeconds()));
            all.add(single(
                    "mutoscope_review_median_seconds",
                    "Age of the order in the middle of those that wait for a reviewer.",
                    clock.median().toSeconds()));
        }
    }

    private void spans(List<MetricSnapshot> all) {
        if (tracing.on()) {
            Gauge spans =
                    new Gauge("mutoscope_trace_spans", "Spans that the collector took, and those that were lost.");
            spans.add(Labels.of("end", "taken"), tracing.taken());
            spans.add(Labels.of("end", "lost"), tracing.lost());
            all.add(spans.snapshot());
        }
    }

    private static void machine(List<MetricSnapshot> all) {
        Runtime runtime = Runtime.getRuntime();
        all.add(single(
                "mutoscope_heap_used_bytes", "Java memory in use.", runtime.totalMemory() - runtime.freeMemory()));
        all.add(single("mutoscope_heap_max_bytes", "Most Java memory.", runtime.maxMemory()));
        all.add(single("mutoscope_threads", "Java threads.", Thread.activeCount()));
    }

    private static MetricSnapshot single(String name, String help, double value) {
        Gauge gauge = new Gauge(name, help);
        gauge.add(Labels.EMPTY, value);
        return gauge.snapshot();
    }

    /** One name with its values. */
    private static final class Gauge {
        private final GaugeSnapshot.Builder builder;

        Gauge(String name, String help) {
            builder = GaugeSnapshot.builder().name(name).help(help);
        }

        void add(Labels labels, double value) {
            builder.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
        }

        MetricSnapshot snapshot() {
            return builder.build();
        }
    }
}
