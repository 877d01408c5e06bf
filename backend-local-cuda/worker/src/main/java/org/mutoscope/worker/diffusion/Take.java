package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Announcer;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** One clip on its way: what was asked for, where its frames go, and what is told about it afterwards. */
final class Take implements AutoCloseable {
    /** Part of a pass when the text is understood, when the steps are done. The rest is decoding. */
    private static final double TEXT_DONE = 0.02;

    private static final double STEPS_DONE = 0.85;

    /** A piece of work that is timed. */
    interface Work<T> {
        T run() throws RenderProblem, IOException, OrtException;
    }

    private final RenderOrder order;
    private final Wishes wishes;
    private final int frames;
    private final Announcer announcer;
    private final Cancellation cancellation;
    private final Instruments instruments;
    private final StageClock clock = new StageClock();
    private final Delivery delivery;
    private final MessageDigest latents = sha256();
    private int window;
    private int windows = 1;
    private int steps;

    /** @param frames number of frames to deliver */
    Take(RenderOrder order, Wishes wishes, int frames, Studio studio) {
        this.order = order;
        this.wishes = wishes;
        this.frames = frames;
        this.announcer = new Announcer(studio.sink(), "text");
        this.cancellation = studio.cancellation();
        this.instruments = studio.instruments();
        this.delivery = new Delivery(studio.sink(), order.size(), frames);
    }

    /**
     * What surrounds a take.
     *
     * @param sink where it goes
     * @param cancellation how it is stopped
     * @param instruments what it draws from and who looks on
     */
    record Studio(RenderSink sink, Cancellation cancellation, Instruments instruments) {}

    RenderOrder order() {
        return order;
    }

    Wishes wishes() {
        return wishes;
    }

    /** Number of frames to deliver. */
    int frames() {
        return frames;
    }

    Size size() {
        return order.size();
    }

    /**
     * The picture to go on from: the first frame, or the last one of the source.
     *
     * @throws RenderProblem {@code input_missing} if the order has neither
     */
    Picture start() throws RenderProblem {
        Material material = order.material();
        if (wishes.trial()) {
            return Picture.grey(size());
        }
        if (material.task().equals(Material.EXTEND)) {
            return Picture.read(
                    needed(material.source()), size(), material.sourceFrames(), material.sourceFrames() - 1);
        }
        return Picture.read(needed(material.firstFrame()), size(), 1, 0);
    }

    /** The picture to end with. @throws RenderProblem {@code input_missing} if the order has none */
    Picture end() throws RenderProblem {
        return wishes.trial()
                ? Picture.grey(size())
                : Picture.read(needed(order.material().lastFrame()), size(), 1, 0);
    }

    /** The source of an edit, if it is one. @throws RenderProblem {@code input_missing} if the order has none */
    Optional<Edit> edit() throws RenderProblem {
        Material material = order.material();
        if (wishes.trial() || !material.task().equals(Material.EDIT)) {
            return Optional.empty();
        }
        Path source = needed(material.source());
        return Optional.of(new Edit(source, size(), material.sourceFrames(), wishes.strength()));
    }

    private Path needed(Optional<Path> file) throws RenderProblem {
        return file.orElseThrow(() -> new RenderProblem(
                RenderProblem.Kind.REFUSED,
                "input_missing",
                "the task " + order.material().task() + " needs a picture or a clip to begin with"));
    }

    Cancellation cancellation() {
        return cancellation;
    }

    Delivery delivery() {
        return delivery;
    }

    /** Does something and adds its time to a stage. */
    <T> T timed(StageClock.Stage stage, Work<T> work) throws RenderProblem, IOException, OrtException {
        long start = System.nanoTime();
        try {
            return work.run();
        } finally {
            clock.add(stage, System.nanoTime() - start);
        }
    }

    /** Standard normal noise for the pass that runs. */
    float[] noise(String purpose, int values) {
        float[] noise = new float[values];
        instruments.draws().fill(purpose, window, noise);
        return noise;
    }

    /** The source of noise itself. */
    Draws draws() {
        return instruments.draws();
    }

    /** Begins a pass. @param number from 0 @param of how many */
    void window(int number, int of) {
        window = number;
        windows = of;
    }

    /** Number of the pass that runs, from 0. */
    int window() {
        return window;
    }

    /** The text of this pass is about to be read. A phase is named when it begins: people see what is being done, not what is over. */
    void begin() throws IOException {
        progress(0, "text");
    }

    void textDone() throws IOException {
        progress(TEXT_DONE, "denoise");
    }

    /** A step is done. @param of number of steps of this pass */
    void stepDone(int step, int of, float[] now) throws IOException {
        steps++;
        instruments.watch().after(window, step, now);
        progress(TEXT_DONE + (STEPS_DONE - TEXT_DONE) * (step + 1) / of, step + 1 < of ? "denoise" : "decode");
    }

    /** These latents are final; they become part of the digest in the facts. */
    void drawn(float[] now) {
        ByteBuffer bytes = ByteBuffer.allocate(now.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(now);
        latents.update(bytes);
    }

    /** A part of the pass is decoded. @param part 0 to 1 */
    void decoded(double part) throws IOException {
        // The last of it comes when the frames are handed over.
        progress(STEPS_DONE + (1 - STEPS_DONE) * 0.99 * part, "decode");
    }

    private void progress(double part, String phase) throws IOException {
        announcer.progress((window + part) / windows, phase);
    }

    /** A graph has run, which may be a small part of what is going on. */
    void alive() {
        announcer.alive();
    }

    /** Waits until all frames are handed over. @return facts for the {@code DONE} message */
    Fields finish() throws IOException, RenderProblem {
        if (delivery.offered() < frames) {
            throw new RenderProblem(
                    RenderProblem.Kind.FINAL,
                    "model_output_wrong",
                    "the model made " + delivery.offered() + " frames instead of " + frames
                            + "; the package is wrong about its window or its latents");
        }
        delivery.finish(cancellation);
        clock.add(StageClock.Stage.DELIVER, delivery.nanos());
        announcer.progress(1, "encode");
        Fields facts = new Fields().put("frames", frames).put("steps", steps);
        clock.write(facts);
        return facts.put("latents_sha256", HexFormat.of().formatHex(latents.digest()));
    }

    /** Time of the stages. */
    StageClock clock() {
        return clock;
    }

    @Override
    public void close() {
        delivery.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
