package org.mutoscope.observe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.observe.Meters;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What happened since the start, counted by the Prometheus client, and what {@link Moment} sees now. */
@Component(service = Meters.class)
public final class Figures implements Meters {
    /** Models and backends come and go in a long life; the names of a few hundred are enough to watch. */
    private static final int MOST_NAMES = 200;

    private static final String OTHERS = "other";
    /** Upper bounds in seconds: from a tiny model's step to the longest attempt that is usual. */
    private static final double[] STAGE = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800
    };

    private static final double[] ANSWER = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    private final Histogram stages = Histogram.builder()
            .name("mutoscope_clip_stage_seconds")
            .help(
                    "Time of a stage of a finished clip: text, denoise, decode, deliver by the model; render, encode, stills, store by the platform.")
            .labelNames("model", "stage")
            .classicOnly()
            .classicUpperBounds(STAGE)
            .register(registry);
    private final Counter credits = Counter.builder()
            .name("mutoscope_credits_captured_total")
            .help("Credits captured for finished clips.")
            .labelNames("model")
            .register(registry);
    private final Counter attempts = Counter.builder()
            .name("mutoscope_attempts_total")
            .help("Attempts that ended: done, refused, busy, failed, in_doubt, waiting, stopped, advanced.")
            .labelNames("backend", "model", "end")
            .register(registry);
    private final Histogram answers = Histogram.builder()
            .name("mutoscope_http_answer_seconds")
            .help(
                    "Time until a request was answered, by route and class of status; event streams until they were opened.")
            .labelNames("route", "status")
            .classicOnly()
            .classicUpperBounds(ANSWER)
            .register(registry);

    /** Called by the component runtime. */
    @Activate
    public Figures(@Reference Moment moment) {
        registry.register(moment);
    }

    @Override
    public void clip(String model, long captured, Map<String, Long> milliseconds) {
        String name = known(model);
        credits.labelValues(name).inc(Math.max(0, captured));
        milliseconds.forEach((stage, millis) -> stages.labelValues(name, stage).observe(Math.max(0, millis) / 1000.0));
    }

    @Override
    public void attempt(String backend, String model, String end) {
        attempts.labelValues(known(backend), known(model), end).inc();
    }

    @Override
    public void answered(String route, int status, Duration took) {
        answers.labelValues(route, status / 100 + "xx").observe(took.toNanos() / 1e9);
    }

    private String known(String name) {
        return names.contains(name) || (names.size() < MOST_NAMES && names.add(name)) ? name : OTHERS;
    }

    @Override
    public String text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
