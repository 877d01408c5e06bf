package org.mutoscope.jobs.doubles;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Placement;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.JobSystem;
import org.mutoscope.jobs.JobsConfig;
import org.mutoscope.storage.jdbc.JdbcStorage;
import org.mutoscope.storage.jdbc.StorageSettings;

/** The real jobs on the real storage and ledger, with backends that a test adds. Close it; open another on the same folder to restart. */
public final class House implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Settings a test may change at any time, by method name. */
    public final Map<String, Object> settings = new ConcurrentHashMap<>();
    /** The services there are. */
    public final ListedSwappable services = new ListedSwappable();
    /** How they are called. */
    public final DirectCalls calls = new DirectCalls();
    /** The database. */
    public final JdbcStorage storage;
    /** The ledger. */
    public final Ledger ledger;
    /** The price list. */
    public final Prices prices;
    /** The jobs. */
    public final JobSystem jobs;

    /** Opens the embedded database of a folder; call {@link #start} when all is in place. */
    public House(Path data) {
        this(StorageSettings.embedded(data));
    }

    /** Opens any database; call {@link #start} when all is in place. */
    public House(StorageSettings database) {
        settings.put("retry_delay_milliseconds", 10);
        settings.put("in_doubt_retry_seconds", 1);
        settings.put("waiting_retry_seconds", 3600);
        settings.put("housekeeping_seconds", 3600);
        storage = JdbcStorage.open(database, Clock.systemUTC());
        ledger = credits("LedgerService", Ledger.class);
        prices = credits("PriceService", Prices.class);
        JobSystem.Outside outside = new JobSystem.Outside(storage, ledger, services, calls);
        jobs = new JobSystem(outside, () -> Configs.of(JobsConfig.class, settings));
    }

    /** A part of the credits bundle, with its defaults: 300 free credits, 10 for a clip. */
    private static <T> T credits(String name, Class<T> type) {
        try {
            Class<?> config = Class.forName("org.mutoscope.credits.CreditsConfig");
            Object part = Class.forName("org.mutoscope.credits." + name)
                    .getConstructor(config)
                    .newInstance(Configs.of(config, new HashMap<>()));
            return type.cast(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e instanceof InvocationTargetException ? e.getCause() : e);
        }
    }

    /** Starts with a road that renders and settles, without media. */
    public House start() {
        jobs.runner(new ShortRoad(this));
        jobs.start();
        return this;
    }

    /** The board. */
    public JobBoard board() {
        return jobs.board();
    }

    /** Adds a backend, version 1.0.0. */
    public ListedServices<VideoBackend>.Entry backend(String id, VideoBackend backend) {
        return services.of(VideoBackend.class).add(id, backend);
    }

    /** Adds a backend of a version. */
    public ListedServices<VideoBackend>.Entry backend(String id, String version, VideoBackend backend) {
        return services.of(VideoBackend.class).add(id, version, backend, Map.of());
    }

    /** Opens an account. */
    public String account() {
        String id = "acct_" + UUID.randomUUID().toString().substring(0, 8);
        storage.write(
                tx -> tx.update("insert into account (id, name, created_at) values (?, 'someone', ?)", id, tx.now()));
        return id;
    }

    /** A job for a model. */
    public static NewJob job(String account, String model) {
        String id = "video_" + UUID.randomUUID().toString().replace("-", "");
        FrameSize size = new FrameSize(64, 64);
        return new NewJob(
                id,
                account,
                "sora-2",
                model,
                "text-to-video",
                "a cat",
                4,
                size,
                size,
                7,
                Map.of(),
                List.of(),
                Map.of(),
                null,
                10);
    }

    /** Holds credits for a job and queues it. */
    public String submit(String account, String model) {
        return submit(job(account, model));
    }

    /** Holds credits for this job and queues it, in one unit of work as the road does. */
    public String submit(NewJob job) {
        storage.write(tx -> {
            ledger.hold(tx, new Ledger.HoldRequest(job.accountId(), job.id(), 10, "p1"), Duration.ofHours(1));
            board().enqueue(tx, job);
            return null;
        });
        return job.id();
    }

    /** Asks who would make it, as the road does, then holds and queues in one unit of work. @param name model or alias */
    public String order(String account, String name) {
        until(() -> known(name), () -> "nobody has asked the backends yet: there is no model " + name);
        List<Candidate> candidates = jobs.models().choices(name, null).stream()
                .map(Models.Choice::candidate)
                .toList();
        NewJob job = job(account, candidates.get(0).model());
        Placement placement = jobs.models().place(new ShortRoad.Asked(job), candidates);
        storage.write(tx -> {
            ledger.hold(tx, new Ledger.HoldRequest(job.accountId(), job.id(), 10, "p1"), Duration.ofHours(1));
            board().enqueue(tx, job, placement);
            return null;
        });
        return job.id();
    }

    /** A backend that was just added is asked by another thread. */
    private boolean known(String name) {
        try {
            jobs.models().choices(name, null);
            return true;
        } catch (Problem e) {
            return e.code() != Code.MODEL_NOT_FOUND; // whatever else it is, the order will meet it
        }
    }

    /** The job as it is now. */
    public Job find(String id) {
        return board().find(id).orElseThrow();
    }

    /** Waits until a job is in a state. */
    public Job await(String id, JobState state) {
        until(() -> find(id).state() == state, () -> id + " is " + find(id) + "; " + story(id));
        return find(id);
    }

    /** The story of a job, a word per note. */
    public List<String> words(String id) {
        return board().explain(id).stream().map(JobBoard.Note::what).toList();
    }

    /** The whole story. */
    public String story(String id) {
        return board().explain(id).stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    /** State of a job's hold. */
    public String hold(String id) {
        return storage.read(tx -> ledger.find(tx, id)).orElseThrow().state();
    }

    /** What an account can spend. */
    public long available(String account) {
        return storage.read(tx -> ledger.balance(tx, account)).available();
    }

    /** Fails unless the ledger's invariants hold. */
    public void verifyLedger() {
        List<String> wrong = new ArrayList<>(storage.read(ledger::verify));
        wrong.addAll(storage.read(jobs.upstream()::verify));
        if (!wrong.isEmpty()) {
            fail(wrong.toString());
        }
    }

    /** Waits for a condition. */
    public static void until(BooleanSupplier condition) {
        until(condition, () -> "it did not come true");
    }

    private static void until(BooleanSupplier condition, java.util.function.Supplier<String> otherwise) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail(otherwise.get());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        jobs.close();
        storage.close();
    }
}
