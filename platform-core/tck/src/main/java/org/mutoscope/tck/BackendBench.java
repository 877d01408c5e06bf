package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;

/** Where one contract of a backend is tried: a specimen with a new backend for each test. Renders run as in the host, on a thread of their own. */
final class BackendBench implements AutoCloseable {
    /** The tasks that the platform gives out, best for a trial first: what needs no file, then what needs a picture. */
    static final List<String> TASKS =
            List.of(ModelOffer.TEXT_TO_VIDEO, ModelOffer.IMAGE_TO_VIDEO, ModelOffer.EDIT, ModelOffer.EXTEND);

    /** The most a clip may take. */
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    final BackendSpecimen specimen;
    final VideoBackend backend;
    /** How long to wait for what should come. */
    final Duration patience;
    /** How long to look for what must not come. */
    final Duration linger;

    BackendBench(BackendSpecimen specimen, Duration patience, Duration linger) throws Exception {
        this.specimen = specimen;
        this.backend = specimen.backend();
        this.patience = patience;
        this.linger = linger;
    }

    /** A render under way. @param context what it was lent @param running its thread */
    record Rendering(LentRender context, Bench.Running<RenderOutcome> running) {
        /** Interrupts it, as the host does. @param forGood whether nobody will come back for the clip */
        void interrupt(boolean forGood) {
            context.cancel(forGood);
            running.thread().interrupt();
        }
    }

    /** Which of two tasks is better for a trial. */
    static String better(String a, String b) {
        return rank(a) <= rank(b) ? a : b;
    }

    private static int rank(String task) {
        int at = TASKS.indexOf(task);
        return at >= 0 ? at : task.isEmpty() ? TASKS.size() + 1 : TASKS.size();
    }

    List<ModelOffer> offers() {
        return backend.capabilities().models();
    }

    ModelOffer offer() {
        return offers().get(0);
    }

    /** The clip that most contracts ask for, with the files it needs. */
    AskedClip clip() throws IOException {
        return withFiles(specimen.clip(offer()))
                .orElseThrow(() -> new IllegalStateException(
                        "the first model takes neither words nor pictures, and the specimen has no source clip"));
    }

    /** With the files that the task needs; empty if there are none. */
    Optional<AskedClip> withFiles(AskedClip clip) throws IOException {
        if (clip.firstFrame().isPresent() || clip.source().isPresent()) {
            return Optional.of(clip);
        }
        return switch (clip.task()) {
            case ModelOffer.TEXT_TO_VIDEO -> Optional.of(clip);
            case ModelOffer.IMAGE_TO_VIDEO -> Optional.of(
                    clip.from(Optional.of(picture(clip.size())), Optional.empty()));
            default -> specimen.source().map(source -> clip.from(Optional.empty(), Optional.of(source)));
        };
    }

    private static Path picture(FrameSize size) throws IOException {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                image.setRGB(x, y, (x * 255 / size.width()) << 16 | (y * 255 / size.height()) << 8);
            }
        }
        Path file = Files.createTempFile("mutoscope-tck-", ".png");
        file.toFile().deleteOnExit();
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** Begins a render. The context is closed when it has ended, as in the host. */
    static Rendering begin(VideoBackend by, RenderRequest clip, LentRender context) {
        return new Rendering(context, Bench.begin(() -> {
            try (context) {
                return by.render(clip, context);
            }
        }));
    }

    Rendering begin(RenderRequest clip, LentRender context) {
        return begin(backend, clip, context);
    }

    /** The outcome of a render that ends by itself. @throws Exception what it threw */
    RenderOutcome end(Rendering rendering) throws Exception {
        try {
            RenderOutcome outcome = Bench.result(rendering.running(), DEADLINE);
            assertTrue(outcome != null, "render gave no outcome");
            return outcome;
        } catch (TimeoutException e) {
            rendering.running().thread().interrupt();
            throw new AssertionError("the render did not end within " + DEADLINE.toMinutes() + " min", e);
        }
    }

    RenderOutcome render(RenderRequest clip, LentRender context) throws Exception {
        return end(begin(clip, context));
    }

    /** What it was lent for a clip that must come. While it is busy it is asked again, as the host does. */
    LentRender completed(RenderRequest clip) throws Exception {
        return completed(backend, clip, new LentRender());
    }

    LentRender completed(VideoBackend by, RenderRequest clip, LentRender first) throws Exception {
        Instant end = Instant.now().plus(patience);
        LentRender context = first;
        RenderOutcome outcome = end(begin(by, clip, context));
        while (outcome instanceof RenderOutcome.Busy && Instant.now().isBefore(end)) {
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            context = context.next(null);
            outcome = end(begin(by, clip, context));
        }
        assertInstanceOf(RenderOutcome.Completed.class, outcome, "the outcome");
        return context;
    }

    /** The outcome when the encoder fails. */
    RenderOutcome broken() throws Exception {
        LentRender context = new LentRender();
        context.caught().breaks();
        return render(clip(), context);
    }

    /** What it says of a clip that must come. */
    Map<String, String> facts(RenderRequest clip) throws Exception {
        RenderOutcome outcome = render(clip, new LentRender());
        return assertInstanceOf(RenderOutcome.Completed.class, outcome, "the outcome")
                .facts();
    }

    /** Waits until the first frame or file is being handed over. */
    void awaitMedia(Rendering rendering) throws InterruptedException {
        assertTrue(
                rendering.context().caught().awaitReached(patience),
                () -> "nothing was pushed within " + patience.toSeconds() + " s; the render ended with "
                        + said(rendering.running()));
    }

    /**
     * How a render ended that was interrupted.
     *
     * @return the outcome, empty if it let the InterruptedException out
     * @throws AssertionError if it went on, or threw something else
     */
    Optional<RenderOutcome> interrupted(Rendering rendering) throws Exception {
        try {
            return Optional.ofNullable(Bench.result(rendering.running(), patience));
        } catch (InterruptedException e) {
            return Optional.empty();
        } catch (TimeoutException e) {
            rendering.context().close();
            rendering.running().thread().interrupt();
            throw new AssertionError(
                    "it went on for more than " + patience.toSeconds() + " s after it was interrupted", e);
        } finally {
            rendering.context().caught().letGo();
        }
    }

    /** Waits until something is so. */
    boolean until(BooleanSupplier so) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (!so.getAsBoolean() && Instant.now().isBefore(end)) {
            new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
        }
        return so.getAsBoolean();
    }

    WorkElsewhere elsewhere() {
        Optional<WorkElsewhere> elsewhere = specimen.elsewhere();
        assumeTrue(elsewhere.isPresent(), "not declared: it has no work done elsewhere");
        return elsewhere.get();
    }

    /** Waits until a clip was begun elsewhere, and a moment more for its ticket. */
    void awaitBegun(Rendering rendering) throws InterruptedException {
        assertTrue(until(() -> elsewhere().begun() == 1), "nothing was begun elsewhere");
        rendering.context().awaitRemembered(linger);
    }

    private static String said(Bench.Running<RenderOutcome> running) {
        try {
            return running.task().isDone() ? String.valueOf(running.task().get()) : "nothing yet";
        } catch (Exception e) {
            return String.valueOf(e.getCause());
        }
    }

    @Override
    public void close() throws Exception {
        specimen.close();
    }
}
