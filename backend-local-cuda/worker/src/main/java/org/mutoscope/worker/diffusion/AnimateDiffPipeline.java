package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mutoscope.worker.diffusion.StageClock.Stage;
import org.mutoscope.worker.model.Diffusion.Latent;
import org.mutoscope.worker.model.Diffusion.Window;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.schedule.Scheduler;

/**
 * AnimateDiff: Stable Diffusion 1.5 with a motion module makes a clip from a text. Follows diffusers' {@code AnimateDiffPipeline} and
 * {@code AnimateDiffVideoToVideoPipeline}; longer clips are drawn in overlapping windows ({@link Spans}).
 *
 * <p>Graphs: {@code text_encoder} (CLIP), {@code unet} (sample [B,C,F,h,w], timestep, encoder_hidden_states [B,L,D] to out_sample),
 * {@code vae_decoder}, for edits {@code vae_encoder} (sample [1,3,H,W] to latent [1,C,h,w], the mode).
 */
final class AnimateDiffPipeline implements Family {
    static final Kind KIND = new Kind(
            List.of(Set.of(Material.TEXT, Material.EDIT)),
            Set.of(Wishes.STEPS, Wishes.GUIDANCE, Wishes.NEGATIVE_PROMPT, Wishes.STRENGTH),
            List.of("text_encoder", "unet", "vae_decoder"),
            AnimateDiffPipeline::open);

    private static final TextEncoding.Manner MANNER = new TextEncoding.Manner(UnaryOperator.identity(), true, false);

    private final Parts parts;
    private final TextEncoding text;
    private final Network unet;
    private final Decoder decoder;
    private final Optional<Network> encoder;

    private AnimateDiffPipeline(Parts parts, Network unet) throws PackageProblem, OrtException {
        this.parts = parts;
        this.unet = unet;
        this.text = TextEncoding.open(parts, MANNER);
        this.decoder = Decoder.open(parts, FrameDecoder.CHUNK);
        boolean edits = parts.files().manifest().tasks().contains(Material.EDIT);
        this.encoder = edits ? Optional.of(parts.open("vae_encoder")) : Optional.empty();
    }

    static AnimateDiffPipeline open(Parts parts) throws PackageProblem, OrtException {
        int c = parts.latent().channels();
        Network unet = parts.open("unet");
        unet.inputs()
                .wants("sample", -1, c, -1, -1, -1)
                .wantsNumber("timestep")
                .wants("encoder_hidden_states", -1, -1, -1)
                .andNothingElse(Set.of("sample", "timestep", "encoder_hidden_states"));
        unet.outputs().wants("out_sample", -1, c, -1, -1, -1);
        AnimateDiffPipeline pipeline = new AnimateDiffPipeline(parts, unet);
        if (pipeline.encoder.isPresent()) {
            pipeline.encoder.get().inputs().wants("sample", -1, 3, -1, -1).andNothingElse(Set.of("sample"));
            pipeline.encoder.get().outputs().wants("latent", -1, c, -1, -1);
        }
        return pipeline;
    }

    @Override
    public Decoder decoder() {
        return decoder;
    }

    @Override
    public void render(Take take) throws RenderProblem, IOException, OrtException {
        TwoHalves halves = new TwoHalves(
                unet, "sample", "out_sample", Guidance.on(take.wishes().guidance()));
        take.timed(Stage.TEXT, () -> text.listen(take, halves));
        take.textDone();
        Latent latent = parts.latent();
        Grid grid = Grid.of(take.size(), latent.spatial());
        Scheduler scheduler = parts.begin(take);
        float[] latents = take.noise(Draws.LATENTS, latent.channels() * take.frames() * grid.cells());
        int first = begin(take, scheduler, latents);
        Window window = parts.settings().window();
        Spans spans = new Spans(
                new int[] {latent.channels(), take.frames(), grid.cells()},
                window.frames(),
                Math.max(1, window.overlap()));
        new Denoising(take, scheduler)
                .run(
                        latents,
                        first,
                        (step, time, scaled) -> spans.predict(scaled, (part, frames) -> {
                            halves.put("sample", new long[] {1, latent.channels(), frames, grid.h(), grid.w()}, part);
                            halves.time("timestep", time);
                            return Guidance.ask(
                                    halves, take.cancellation(), take.wishes().guidance());
                        }));
        float[] byFrame = Layout.swap(latents, latent.channels(), take.frames(), grid.cells());
        decoder.decode(Normal.undo(latent, byFrame, take.frames()), take.frames(), grid, new Reel(take, 0), take);
    }

    /** Makes of plain noise what the first step begins with: noise of the right strength, or the noised source of an edit. @return that step */
    private int begin(Take take, Scheduler scheduler, float[] latents) throws RenderProblem, IOException, OrtException {
        Optional<Edit> edit = take.edit();
        if (edit.isEmpty()) {
            for (int i = 0; i < latents.length; i++) {
                latents[i] *= scheduler.initSigma();
            }
            return 0;
        }
        int first = edit.get().firstStep(scheduler.steps());
        float[] clean = take.timed(Stage.TEXT, () -> encode(take, edit.get()));
        scheduler.addNoise(first, clean, latents, latents);
        return first;
    }

    private float[] encode(Take take, Edit edit) throws RenderProblem, OrtException {
        int frames = take.frames();
        Grid grid = Grid.of(take.size(), parts.latent().spatial());
        float[] latents = {};
        int length = 0;
        long[] shape = {1, 3, take.size().height(), take.size().width()};
        Network network = encoder.orElseThrow();
        for (int f = 0; f < frames; f++) {
            network.put("sample", shape, edit.planes(f)).run(take.cancellation());
            Slot slot = network.output("latent").wanted(1, parts.latent().channels(), grid.h(), grid.w());
            if (f == 0) {
                length = Slot.count(slot.shape());
                latents = new float[length * frames];
            }
            slot.read(latents, f * length);
        }
        int channels = parts.latent().channels();
        return Layout.swap(Normal.apply(parts.latent(), latents, frames), frames, channels, length / channels);
    }
}
