package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.creation.FirstFrame;
import org.mutoscope.api.media.FrameFilter;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of this bundle, put together without a framework. */
public final class JobSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobSystem.class);

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(3, r -> daemon(r, "job-clock"));
    private final ScheduledExecutorService looker =
            Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "job-backends"));
    private final AtomicBoolean lookPlanned = new AtomicBoolean();
    private final List<AutoCloseable> subscriptions = new ArrayList<>();
    private final PlanClasses classes = new PlanClasses();
    private final FairQueue queue = new FairQueue(classes::weight);
    private final Desk desk;
    private final BackendPool pool;
    private final Dispatcher dispatcher;
    private final Farewells farewells;
    private final Housekeeping housekeeping;
    private final Board board;
    private final ModelDirectory models;
    private final Routes routes;
    private final UpstreamBooks books;

    /**
     * Puts it together; nothing runs yet.
     *
     * @param settings the settings in force, asked anew for each use
     */
    public JobSystem(Outside outside, Supplier<JobsConfig> settings) {
        clock.setRemoveOnCancelPolicy(true);
        LiveProgress live = new LiveProgress();
        UnitOfWork storage = outside.storage();
        Watchers watchers = new Watchers(
                clock, id -> storage.read(tx -> JobTable.find(tx, id)).map(live::over));
        Breakers breakers = new Breakers(settings);
        Fares fares = new Fares(outside.calls());
        desk = new Desk(
                storage,
                outside.ledger(),
                settings,
                clock,
                live,
                watchers,
                new Meter(),
                new Spending(breakers),
                new JobTraces());
        pool = new BackendPool(outside.services().of(VideoBackend.class, VideoBackend.ID), outside.calls(), breakers);
        farewells = new Farewells(desk, pool, outside.calls(), breakers);
        dispatcher = new Dispatcher(desk, queue, pool, new Dispatcher.Crew(classes, fares, breakers, farewells));
        housekeeping = new Housekeeping(desk, dispatcher, queue);
        board = new Board(desk, queue, pool, dispatcher);
        routes = new Routes(settings);
        models = new ModelDirectory(pool, fares, routes, desk);
        books = new UpstreamBooks(desk, pool, breakers);
        follow(outside.services());
    }

    /** What it needs from other bundles. */
    public record Outside(UnitOfWork storage, Ledger ledger, SwappableServices services, PartnerCalls calls) {}

    /** Takes up what an earlier process left, fills the queue and begins to dispatch. */
    public void start() {
        long begun = System.nanoTime();
        desk.storage().read(tx -> {
            books.recall(tx);
            return null;
        });
        new Recovery(desk).atStart();
        int queued = Loading.fill(desk, queue, dispatcher.returns());
        desk.storage().read(tx -> {
            desk.meter().recall(tx);
            return null;
        });
        look();
        clock.scheduleWithFixedDelay(
                this::look, Seat.AGAIN_NANOS, Seat.AGAIN_NANOS, java.util.concurrent.TimeUnit.NANOSECONDS);
        dispatcher.start();
        farewells.start(dispatcher::wake, dispatcher::runner);
        housekeeping.start();
        LOG.info("{} jobs are queued; read in {} ms", queued, (System.nanoTime() - begun) / 1_000_000);
    }

    /** The board. */
    public JobBoard board() {
        return board;
    }

    /** The capacity. */
    public Capacity capacity() {
        return new Gauge(desk, queue, pool, classes);
    }

    /** Gives the plans, by which jobs share the backends; null when they go. */
    public void plans(Plans plans) {
        classes.plans(plans);
        dispatcher.wake();
    }

    /** Gives who is told what becomes of jobs; null when they go. */
    public void traces(Traces traces) {
        desk.traces().traces(traces);
    }

    /** What backends spend. */
    public Upstream upstream() {
        return books;
    }

    /** A route has come, in the place of another of the same name. */
    public void route(String alias, List<Candidate> candidates, boolean weighted) {
        routes.put(alias, new Routes.Route(candidates, weighted));
    }

    /** A route has gone. */
    void noRoute(RouteComponent route) {
        routes.remove(route.alias(), route.route());
    }

    /** The models. */
    public Models models() {
        return models;
    }

    /** Gives the road to travel; null when it goes. */
    public void runner(JobRunner road) {
        dispatcher.runner(road);
    }

    /** Gives who deletes files; null when it goes. */
    public void clips(Clips sweeper) {
        housekeeping.clips(sweeper);
    }

    /** The settings have changed. */
    public void settingsChanged() {
        dispatcher.wake();
    }

    /** One round of housekeeping, now and on this thread. */
    public void tidy() {
        housekeeping.tick();
    }

    private void follow(SwappableServices services) {
        subscriptions.add(services.of(VideoBackend.class, VideoBackend.ID).onChange(this::look));
        rouse(services.of(ProvenanceStep.class, ProvenanceStep.ID));
        rouse(services.of(FrameFilter.class, FrameFilter.ID));
        rouse(services.of(AssetStore.class, AssetStore.ID));
        rouse(services.of(FirstFrame.class, FirstFrame.ID));
        rouse(services.of(MediaEncoder.class, "component.name"));
        rouse(services.of(MediaReader.class, "component.name"));
        rouse(services.of(SoundMixer.class, "component.name"));
        rouse(services.of(SpeechSynthesizer.class, SpeechSynthesizer.ID));
    }

    /** Tries waiting jobs again when other services are there than before; a mere lease given back is no reason. */
    private <T> void rouse(Services<T> services) {
        Presence<T> presence = new Presence<>(services);
        subscriptions.add(services.onChange(() -> {
            if (presence.changed()) {
                dispatcher.returns().rouseWaiting();
            }
        }));
    }

    private static final class Presence<T> {
        private final Services<T> services;
        private List<Long> there;

        Presence(Services<T> services) {
            this.services = services;
            this.there = now();
        }

        synchronized boolean changed() {
            List<Long> before = there;
            there = now();
            return !there.equals(before);
        }

        private List<Long> now() {
            return services.all().stream().map(o -> o.serviceId()).toList();
        }
    }

    /** Looks at the backends soon, on a thread of its own; several wishes become one. */
    private void look() {
        if (lookPlanned.compareAndSet(false, true)) {
            try {
                looker.execute(() -> {
                    lookPlanned.set(false);
                    pool.refresh();
                    dispatcher.wake();
                });
            } catch (java.util.concurrent.RejectedExecutionException e) {
                LOG.debug("the platform is stopping");
            }
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Hands over what runs; returns when that is written. */
    @Override
    public void close() {
        for (AutoCloseable subscription : subscriptions) {
            try {
                subscription.close();
            } catch (Exception e) {
                LOG.debug("a subscription could not be ended", e);
            }
        }
        looker.shutdownNow();
        housekeeping.close();
        dispatcher.close();
        clock.shutdownNow();
    }
}
