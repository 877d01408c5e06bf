package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.road.Studio.Repeat;
import org.mutoscope.core.road.Studio.Submission;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ScriptedBackend;
import org.mutoscope.rights.Registry;
import org.mutoscope.rights.RightsConfig;

/** The real road between the real jobs, ledger and storage; backends, media and store are doubles. */
final class Town implements AutoCloseable {
    private static final AtomicLong BODIES = new AtomicLong();

    final Map<String, Object> settings = new ConcurrentHashMap<>();
    final House house;
    final Pipeline pipeline;
    final PlainMedia media = new PlainMedia();
    final MemoryStore store = new MemoryStore();
    final Path data;
    /** What was counted, as one line a clip. */
    final List<String> counted = new CopyOnWriteArrayList<>();

    /** How attempts ended, a line each. */
    final List<String> ends = new CopyOnWriteArrayList<>();

    /** What was told of jobs. */
    final List<Told> told = new CopyOnWriteArrayList<>();

    /** What was told of clips that were paid, by job: a settlement that is tried again tells it again. */
    final Map<String, Shares.Clip> earned = new ConcurrentHashMap<>();

    /** Who is told; null for nobody. */
    volatile Shares shares = (tx, clip) -> earned.put(clip.jobId(), clip);

    /** A span and its place. */
    record Told(Traces.Where where, Traces.Span span) {}

    private final Traces traces = new Traces() {
        @Override
        public boolean on() {
            return true;
        }

        @Override
        public void tell(Where where, Span span) {
            told.add(new Told(where, span));
        }
    };

    private final Meters meters = new Meters() {
        @Override
        public void clip(String model, long credits, Map<String, Long> stages) {
            counted.add(model + " " + new TreeSet<>(stages.keySet()));
        }

        @Override
        public void attempt(String backend, String model, String end) {
            ends.add(backend + " " + model + " " + end);
        }

        @Override
        public void answered(String route, int status, Duration took) {
            throw new IllegalStateException("the road answers no requests");
        }

        @Override
        public String text() {
            return counted.toString();
        }
    };

    /** The registry of rights, if a test has asked for it. */
    private volatile Registry registry;

    /** A house without plans. */
    Town(Path data) {
        this(data, house -> null);
    }

    Town(Path data, Function<House, Plans> plans) {
        this.data = data;
        house = new House(data);
        Plans there = plans.apply(house);
        house.jobs.plans(there);
        house.jobs.traces(traces);
        house.settings.put("aliases", new String[] {"sora-2=m"});
        settings.put("free_mebibytes", 0L);
        try {
            Pipeline.Outside outside = new Pipeline.Outside(
                    house.storage,
                    house.ledger,
                    house.prices,
                    house.board(),
                    house.jobs.models(),
                    house.services,
                    house.calls,
                    there,
                    () -> meters,
                    () -> traces,
                    () -> registry == null ? null : registry.licences(),
                    () -> shares);
            pipeline = new Pipeline(outside, data, () -> Configs.of(PipelineConfig.class, settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        services(MediaEncoder.class).add("plain", media);
        services(MediaReader.class).add("plain", media);
        services(AssetStore.class).add("memory", store);
        house.jobs.runner(pipeline.runner());
        house.jobs.clips(pipeline.clips());
        house.jobs.start();
    }

    /** Opens the registry of rights; without this there is none. */
    Registry registry() {
        Registry.Outside outside = new Registry.Outside(house.storage, new NoAudit(), house.ledger, house.board());
        registry = new Registry(outside, () -> Configs.of(RightsConfig.class, Map.of()));
        return registry;
    }

    void closeRegistry() {
        if (registry != null) {
            registry.close();
            registry = null;
        }
    }

    <T> ListedServices<T> services(Class<T> type) {
        return house.services.of(type);
    }

    /** Adds a backend for model {@code m} and waits until it is known. */
    ScriptedBackend backend(String id, ScriptedBackend.Script script) {
        ScriptedBackend backend = new ScriptedBackend("m", 4, script);
        house.backend(id, backend);
        House.until(() -> house.jobs.models().backends().stream().anyMatch(b -> b.id().equals(id)));
        return backend;
    }

    /** Adds a backend for model {@code v} with other tasks. */
    ScriptedBackend backend(String id, ScriptedBackend.Script script, String... tasks) {
        ScriptedBackend backend = new ScriptedBackend("v", 4, script, tasks);
        house.backend(id, backend);
        House.until(() -> house.jobs.models().backends().stream().anyMatch(b -> b.id().equals(id)));
        return backend;
    }

    /** Pushes ten small frames, one a second: as long as any clip that is asked for. */
    static RenderOutcome tenFrames(RenderContext context) throws IOException, InterruptedException {
        context.media().video(new VideoFormat(new FrameSize(64, 64), 1));
        ByteBuffer frame = ByteBuffer.allocate(64 * 64 * 3);
        for (int i = 0; i < 10; i++) {
            frame.clear();
            context.media().frame(frame);
            context.progress(i / 10.0, "draw");
        }
        return new RenderOutcome.Completed(Map.of("device", "test", "text_ms", "5", "denoise_ms", "soon"));
    }

    Submission asking(String account, Map<String, String> fields) {
        return asking(account, fields, new Repeat(null, false, hash(BODIES.incrementAndGet())));
    }

    Submission asking(String account, Map<String, String> fields, Repeat repeat) {
        Map<String, String> parameters = new HashMap<>(fields);
        parameters.keySet().removeAll(java.util.Set.of("model", "prompt", "seconds", "size", "quote"));
        return new Submission(
                account,
                fields.get("model"),
                fields.getOrDefault("prompt", "a cat slides to the left"),
                fields.get("seconds"),
                fields.get("size"),
                parameters,
                fields.get("quote"),
                repeat);
    }

    static String hash(long body) {
        return String.format("%064x", body);
    }

    Job submit(String account, Map<String, String> fields) {
        return pipeline.studio().submit(asking(account, fields)).job();
    }

    Job completed(Job job) {
        return house.await(job.id(), JobState.COMPLETED);
    }

    Job failed(Job job) {
        return house.await(job.id(), JobState.FAILED);
    }

    @Override
    public void close() {
        closeRegistry();
        house.close();
    }
}
