package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.worker.diffusion.StageClock.Stage;
import org.mutoscope.worker.model.Diffusion.Latent;
import org.mutoscope.worker.model.Diffusion.Window;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.schedule.Scheduler;
import org.mutoscope.worker.text.PromptCleaning;

/**
 * Wan 2.1: a text, or a picture and a text, become a clip of 4k + 1 frames. Follows diffusers' {@code WanPipeline} and {@code WanImageToVideoPipeline}.
 *
 * <p>Graphs: {@code text_encoder} (UMT5), {@code transformer} (hidden_states [B,C,F,h,w], timestep [B], encoder_hidden_states [B,L,D] and, if it sees
 * pictures, encoder_hidden_states_image, to out_sample), {@code vae_decoder}, for pictures and edits the encoder of {@link VideoEncoder}. A network for
 * pictures takes the latents, then what {@link WanPicture} says beside them.
 *
 * <p>A long clip from a text is drawn in overlapping windows ({@link Spans}); one from a picture in passes ({@link Passes}).
 */
final class WanPipeline implements Family {
    static final Kind KIND = new Kind(
            List.of(Set.of(Material.TEXT, Material.EDIT), Set.of(Material.IMAGE, Material.EXTEND)),
            Set.of(Wishes.STEPS, Wishes.GUIDANCE, Wishes.NEGATIVE_PROMPT, Wishes.STRENGTH),
            List.of("text_encoder", "transformer"),
            WanPipeline::open);

    private static final TextEncoding.Manner MANNER = new TextEncoding.Manner(PromptCleaning::wan, true, true);

    private final Parts parts;
    private final TextEncoding text;
    private final Network transformer;
    private final Decoder decoder;
    private final Optional<WanPicture> picture;
    private final Optional<VideoEncoder> encoder;

    private WanPipeline(Parts parts, Network transformer) throws PackageProblem, OrtException {
        List<String> tasks = parts.files().manifest().tasks();
        boolean fromPictures = tasks.contains(Material.IMAGE) || tasks.contains(Material.EXTEND);
        this.parts = parts;
        this.transformer = transformer;
        this.text = TextEncoding.open(parts, MANNER);
        this.picture = fromPictures ? Optional.of(WanPicture.open(parts, transformer)) : Optional.empty();
        this.encoder = tasks.contains(Material.EDIT) ? Optional.of(VideoEncoder.open(parts)) : Optional.empty();
        this.decoder = Decoder.open(parts, Integer.MAX_VALUE);
    }

    static WanPipeline open(Parts parts) throws PackageProblem, OrtException {
        Network transformer = parts.open("transformer");
        WanPipeline pipeline = new WanPipeline(parts, transformer);
        Latent latent = parts.latent();
        int c = latent.channels();
        int taken = pipeline.picture.isPresent() ? 2 * c + latent.temporal() : c;
        transformer
                .inputs()
                .wants("hidden_states", -1, taken, -1, -1, -1)
                .wantsNumber("timestep")
                .wants("encoder_hidden_states", -1, -1, -1)
                .andNothingElse(
                        Set.of("hidden_states", "timestep", "encoder_hidden_states", "encoder_hidden_states_image"));
        transformer.outputs().wants("out_sample", -1, c, -1, -1, -1);
        return pipeline;
    }

    @Override
    public Decoder decoder() {
        return decoder;
    }

    @Override
    public void render(Take take) throws RenderProblem, IOException, OrtException {
        boolean guided = Guidance.on(take.wishes().guidance());
        TwoHalves halves = new TwoHalves(transformer, "hidden_states", "out_sample", guided);
        if (picture.isPresent()) {
            new Passes(take, parts.settings().window())
                    .run(take, (start, frames, reel) -> fromPicture(take, halves, new Begun(start, frames, reel)));
        } else {
            fromText(take, halves);
        }
    }

    /** A pass that goes on from a picture. */
    private record Begun(Picture start, int frames, Reel reel) {}

    private void fromPicture(Take take, TwoHalves halves, Begun begun) throws RenderProblem, IOException, OrtException {
        int count = parts.latent().frames(begun.frames());
        float[] beside = take.timed(Stage.TEXT, () -> {
            text.listen(take, halves);
            picture.orElseThrow().look(take, halves, begun.start());
            int frames = (count - 1) * parts.latent().temporal() + 1;
            return picture.orElseThrow().condition(take, begun.start(), frames);
        });
        take.textDone();
        Scheduler scheduler = parts.begin(take);
        float[] latents = noise(take, count);
        long[] shape = shape(take, count);
        shape[1] = 2L * parts.latent().channels() + parts.latent().temporal();
        new Denoising(take, scheduler).run(latents, 0, (step, time, scaled) -> {
            halves.put("hidden_states", shape, Layout.join(scaled, beside));
            halves.time("timestep", time);
            return Guidance.ask(halves, take.cancellation(), take.wishes().guidance());
        });
        decode(latents, count, begun.reel(), take);
    }

    private void fromText(Take take, TwoHalves halves) throws RenderProblem, IOException, OrtException {
        take.timed(Stage.TEXT, () -> text.listen(take, halves));
        take.textDone();
        int count = parts.latent().frames(take.frames());
        Scheduler scheduler = parts.begin(take);
        float[] latents = noise(take, count);
        int first = take.edit().isPresent() ? edit(take, scheduler, latents) : 0;
        Spans spans = spans(take, count);
        new Denoising(take, scheduler)
                .run(
                        latents,
                        first,
                        (step, time, scaled) -> spans.predict(scaled, (part, frames) -> {
                            halves.put("hidden_states", shape(take, frames), part);
                            halves.time("timestep", time);
                            return Guidance.ask(
                                    halves, take.cancellation(), take.wishes().guidance());
                        }));
        decode(latents, count, new Reel(take, 0), take);
    }

    /** Noises the source of an edit, in place of plain noise. @return the step to begin with */
    private int edit(Take take, Scheduler scheduler, float[] latents) throws RenderProblem, IOException, OrtException {
        int first = take.edit().orElseThrow().firstStep(scheduler.steps());
        int frames = (parts.latent().frames(take.frames()) - 1) * parts.latent().temporal() + 1;
        float[] clean = take.timed(
                Stage.TEXT, () -> encoder.orElseThrow().encode(take.edit().orElseThrow()::planes, frames, take));
        scheduler.addNoise(first, clean, latents, latents);
        return first;
    }

    private void decode(float[] latents, int count, Reel reel, Take take)
            throws RenderProblem, IOException, OrtException {
        Latent latent = parts.latent();
        Grid grid = Grid.of(take.size(), latent.spatial());
        float[] byFrame = Layout.swap(latents, latent.channels(), count, grid.cells());
        decoder.decode(Normal.undo(latent, byFrame, count), count, grid, reel, take);
    }

    private float[] noise(Take take, int count) {
        return take.noise(Draws.LATENTS, Slot.count(shape(take, count)));
    }

    private long[] shape(Take take, int count) {
        Grid grid = Grid.of(take.size(), parts.latent().spatial());
        return new long[] {1, parts.latent().channels(), count, grid.h(), grid.w()};
    }

    private Spans spans(Take take, int count) {
        Latent latent = parts.latent();
        Window window = parts.settings().window();
        return new Spans(
                new int[] {
                    latent.channels(),
                    count,
                    Grid.of(take.size(), latent.spatial()).cells()
                },
                parts.latent().frames(window.frames()),
                Math.max(1, window.overlap() / latent.temporal()));
    }
}
