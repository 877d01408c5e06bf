package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.Leased;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one attempt carries along the road. Used by the one thread that travels; close it to empty its folder. */
final class Trip implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trip.class);
    private static final int MOST_FACTS = 100;

    final Attempt attempt;
    final Leased<VideoBackend> backend;
    final Path folder;
    final List<Asset> assets = new ArrayList<>();
    /** What it is made from. */
    Request.Given given = Request.Given.NOTHING;
    /** What the backend is asked for: the job, or a shot of it. */
    NewJob asked;
    /** A clip whose frames come before those of the backend, or null. */
    Path before;
    /** What was rendered, once it is encoded. */
    Bill.Came came;
    /** The clip, or the shot, once it is encoded. */
    EncodedMedia clip;
    /** What is known of the shot, once it is encoded; its sound lies beside it. */
    Shot.Made made;
    /** Credits that it costs, once that is known. */
    long due;
    /** Why that is less than was held, or null. */
    String story;
    /** Pictures made from it, and what its maker had marked it with: variant, file, media type. */
    final List<Picture> pictures = new ArrayList<>();

    private final Spans spans;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private double from;
    private double share = 1;

    Trip(Attempt attempt, Leased<VideoBackend> backend, Path folder) {
        this(attempt, backend, folder, Spans.NONE);
    }

    Trip(Attempt attempt, Leased<VideoBackend> backend, Path folder, Spans spans) {
        this.spans = spans;
        this.attempt = attempt;
        this.backend = backend;
        this.folder = folder;
        this.asked = attempt.job();
    }

    /** What is rendered now is one of several shots: its progress counts for as much. @param number from 1 */
    void shot(int number, int of) {
        share = 1.0 / of;
        from = (number - 1) * share;
    }

    /** Says how far what is rendered is, 0 to 1. */
    void progress(double fraction, String phase) {
        attempt.progress(from + share * fraction, phase);
    }

    /** A file in a store. */
    record Asset(String variant, String store, String key, String mediaType, long bytes, String sha256) {}

    /** A picture on its way into the store. */
    record Picture(String variant, Path file, String mediaType) {}

    NewJob job() {
        return attempt.job();
    }

    /** Keeps a fact with the job; beyond a hundred they are dropped. */
    void fact(String name, String value) {
        if (facts.size() < MOST_FACTS || facts.containsKey(name)) {
            facts.put(Texts.cut(name, 60), Texts.cut(value, 500));
        }
    }

    /** Keeps how long a stage took that is over. @param since {@link System#nanoTime()} of its begin */
    void took(String stage, long since) {
        fact(stage + "_ms", String.valueOf((System.nanoTime() - since) / 1_000_000));
        over(stage, since);
    }

    /** A stage is over whose time is not kept with the job. @param since {@link System#nanoTime()} of its begin */
    void over(String stage, long since) {
        spans.over(attempt, stage, Duration.ofNanos(System.nanoTime() - since));
    }

    Map<String, String> facts() {
        return facts;
    }

    /** Throws if the job was cancelled meanwhile or the attempt is otherwise over. */
    void goOn() throws InterruptedException {
        if (attempt.cancelled() || Thread.interrupted()) {
            throw new InterruptedException("the attempt was stopped");
        }
    }

    @Override
    public void close() {
        empty(folder);
    }

    /** Deletes a folder and all that is in it; what cannot be deleted is left and logged. */
    static void empty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("a scratch folder could not be emptied: {}", e.toString());
        }
    }
}
