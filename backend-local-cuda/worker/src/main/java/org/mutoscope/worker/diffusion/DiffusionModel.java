package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.worker.caption.Vocabulary;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.Diffusion;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.Opening;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** A model of a diffusion family in memory. */
public final class DiffusionModel implements OpenModel {
    private final ModelManifest manifest;
    private final Networks networks;
    private final Family family;
    private final Opening opening;

    private DiffusionModel(ModelManifest manifest, Networks networks, Family family, Opening opening) {
        this.manifest = manifest;
        this.networks = networks;
        this.family = family;
        this.opening = opening;
    }

    /** Whether there is a family of this name. */
    public static boolean knows(String pipeline) {
        return Kind.knows(pipeline);
    }

    /** Checks what can be seen without loading graphs. @throws PackageProblem if the package does not fit its pipeline */
    public static void check(ModelPackage files) throws PackageProblem {
        Kind.of(files.manifest()).check(files);
    }

    /** Opens a package of format 2 that was checked. @throws PackageProblem if its graphs do not fit its pipeline */
    public static DiffusionModel open(ModelPackage files, InferenceRuntime runtime, Opening opening)
            throws PackageProblem, OrtException {
        Networks networks = new Networks(files, runtime, opening);
        try {
            Family family = Kind.of(files.manifest()).opener().open(new Parts(files, networks));
            return new DiffusionModel(files.manifest(), networks, family, opening);
        } catch (PackageProblem | OrtException | RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    @Override
    public Optional<Vocabulary> vocabulary() {
        return Optional.empty();
    }

    @Override
    public double warmUp() throws PackageProblem, OrtException {
        ModelManifest.Clip clip = manifest.clip();
        String task = manifest.tasks().get(0);
        Size size = clip.sizes().get(0);
        int frames = clip.framesPerSecond() * clip.seconds().get(0);
        Material material = new Material(task, Optional.empty(), Optional.empty(), Optional.empty(), 0);
        RenderOrder order =
                new RenderOrder(manifest.id(), "", size, clip.seconds().get(0), 0, material, Map.of());
        try (Cancellation never = new Cancellation();
                Take take = trial(order, frames, never)) {
            draw(take, opening::tried);
            take.finish();
            StageClock clock = take.clock();
            int steps = manifest.diffusion().sampling().steps();
            return (clock.millis(StageClock.Stage.TEXT)
                            + clock.millis(StageClock.Stage.DENOISE) * steps / trialSteps()
                            + clock.millis(StageClock.Stage.DECODE))
                    / frames;
        } catch (RenderProblem e) {
            throw new PackageProblem(e.code(), "the model cannot draw: " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("nobody listens to a warm-up", e);
        }
    }

    private int trialSteps() {
        var sampling = manifest.diffusion().sampling();
        boolean fixed = !sampling.timesteps().isEmpty() || !sampling.sigmas().isEmpty();
        return fixed ? sampling.steps() : Math.min(2, sampling.steps());
    }

    private Take trial(RenderOrder order, int frames, Cancellation never) {
        Wishes few = Wishes.trial(manifest.diffusion().sampling(), trialSteps());
        return new Take(order, few, frames, new Take.Studio(new Nowhere(), never, Instruments.seeded(0)));
    }

    @Override
    public Fields render(RenderOrder order, RenderSink sink, Cancellation cancellation)
            throws RenderProblem, IOException, OrtException {
        ModelManifest.Clip clip = manifest.clip();
        if (!clip.sizes().contains(order.size())
                || !clip.seconds().contains(order.seconds())
                || !manifest.tasks().contains(order.material().task())) {
            throw new RenderProblem(
                    RenderProblem.Kind.REFUSED,
                    "model_cannot_do_this",
                    manifest.title() + " does " + manifest.tasks() + " at " + clip.sizes() + " for " + clip.seconds()
                            + " seconds");
        }
        if (order.material().lastFrame().isPresent() && !order.material().task().equals(Material.BOTH_ENDS)) {
            // Silence would look like a model that does not do what it is told.
            throw new RenderProblem(
                    RenderProblem.Kind.REFUSED,
                    "input_unknown",
                    manifest.title() + " takes no last frame; leave it out");
        }
        int frames = clip.framesPerSecond() * order.seconds();
        checkRoom(order.size(), frames, Runtime.getRuntime().maxMemory());
        return render(order, frames, new Take.Studio(sink, cancellation, Instruments.seeded(order.seed())));
    }

    /** Before hours are spent on what cannot be decoded. @param most Java memory of the worker, in bytes */
    void checkRoom(Size size, int frames, long most) throws RenderProblem {
        Diffusion.Latent latent = manifest.diffusion().latent();
        long needed = family.decoder().room(latent.frames(frames), Grid.of(size, latent.spatial()));
        if (needed > most) {
            throw new RenderProblem(
                    RenderProblem.Kind.FINAL,
                    "model_needs_memory",
                    "decoding " + frames + " frames of " + size + " takes " + (needed >> 20)
                            + " MiB of Java memory, the worker has " + (most >> 20)
                            + " MiB; raise worker.heap.mb, or ask for a smaller or shorter clip");
        }
    }

    /** Renders at any size and length, with other noise if need be. */
    Fields render(RenderOrder order, int frames, Take.Studio studio) throws RenderProblem, IOException, OrtException {
        Wishes wishes = Wishes.of(
                order.options(),
                manifest.diffusion().sampling(),
                Kind.of(manifest).options(order.material().task()));
        try (Take take = new Take(order, wishes, frames, studio)) {
            take.begin();
            draw(take, take::alive);
            return take.finish().put("model_version", manifest.version());
        }
    }

    /** @param alive told of each run of a graph */
    private void draw(Take take, Runnable alive) throws RenderProblem, IOException, OrtException {
        networks.afterEachRun(alive);
        family.render(take);
    }

    @Override
    public void close() throws OrtException {
        networks.close();
    }

    /** Takes what a warm-up makes. */
    private static final class Nowhere implements RenderSink {
        @Override
        public void progress(double fraction, String phase) {
            // Nobody waits.
        }

        @Override
        public void frame(int index, ByteBuffer rgb) {
            // Nobody looks.
        }
    }
}
