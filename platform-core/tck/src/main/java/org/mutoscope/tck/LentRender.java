package org.mutoscope.tck;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.media.MediaSink;

/** What the host lends for one attempt, as a double: a sink that counts, a folder of its own, and notes of what was said. Close it when render has returned. Safe for several threads. */
public final class LentRender implements RenderContext, AutoCloseable {
    private static final int LONGEST_TICKET = 2000;

    private final int number;
    private final Optional<String> left;
    private final Path folder;
    private final CaughtMedia media;
    private final CountDownLatch remembered = new CountDownLatch(1);
    private final List<Told> told = new ArrayList<>();
    private final List<UpstreamCost> costs = new ArrayList<>();
    private volatile String ticket;
    private volatile boolean cancelled;
    private volatile boolean unwanted;
    private volatile boolean superseded;
    private volatile boolean closed;

    /** What was said of progress. @param fraction of the whole @param phase one word */
    record Told(double fraction, String phase) {}

    /** The first attempt. */
    public LentRender() throws IOException {
        this(1, Optional.empty());
    }

    private LentRender(int number, Optional<String> left) throws IOException {
        this.number = number;
        this.left = left;
        this.folder = Files.createTempDirectory("mutoscope-tck-attempt-");
        this.media = new CaughtMedia(folder, () -> cancelled);
    }

    /** The attempt after this one. @param note its ticket; null for the one that this attempt left */
    public LentRender next(String note) throws IOException {
        return new LentRender(number + 1, Optional.ofNullable(note).or(this::lastTicket));
    }

    /** The ticket that the next attempt would find. */
    public Optional<String> lastTicket() {
        return Optional.ofNullable(ticket).or(() -> left);
    }

    /** The job was cancelled, or the attempt ended otherwise; interrupt the thread as well. @param forGood whether nobody will come back for the clip */
    public LentRender cancel(boolean forGood) {
        unwanted = forGood;
        cancelled = true;
        return this;
    }

    /** This attempt is not the job's current one any more. */
    public LentRender supersede() {
        superseded = true;
        return this;
    }

    /** Frames that were pushed. */
    public int frames() {
        return media.frames();
    }

    /** What the backend has said that it cost, first to last. */
    public List<UpstreamCost> costs() {
        synchronized (costs) {
            return List.copyOf(costs);
        }
    }

    CaughtMedia caught() {
        return media;
    }

    List<Told> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }

    boolean awaitRemembered(Duration most) throws InterruptedException {
        return remembered.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int attempt() {
        return number;
    }

    @Override
    public Optional<String> ticket() {
        return left;
    }

    @Override
    public void remember(String note) {
        if (closed) {
            media.late();
        }
        if (closed || superseded) {
            throw new IllegalStateException("this attempt is not the job's current one any more");
        }
        if (note.isEmpty() || note.length() > LONGEST_TICKET) {
            throw new IllegalArgumentException("a ticket has 1 to 2,000 characters, not " + note.length());
        }
        ticket = note;
        remembered.countDown();
    }

    @Override
    public void cost(UpstreamCost cost, boolean settled) {
        synchronized (costs) {
            costs.add(cost);
        }
    }

    @Override
    public void progress(double fraction, String phase) {
        if (closed) {
            media.late();
        }
        synchronized (told) {
            told.add(new Told(fraction, phase));
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public boolean unwanted() {
        return unwanted;
    }

    /** Nothing once it is closed. */
    @Override
    public Duration remaining() {
        return closed ? Duration.ZERO : Duration.ofMinutes(10);
    }

    @Override
    public Path scratch() {
        return folder;
    }

    @Override
    public MediaSink media() {
        return media;
    }

    /** Render has returned: nothing more is taken, and the folder is emptied. */
    @Override
    public void close() {
        closed = true;
        media.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
