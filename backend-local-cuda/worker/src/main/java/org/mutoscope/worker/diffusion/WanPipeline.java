package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.worker.diffusion.StageClock.Stage;
import org.mutoscope.worker.model.Diffusion.Latent;
import org.mutoscope.worker.model.Diffusion.Window;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.schedule.Scheduler;
import org.mutoscope.worker.text.PromptCleaning;

/**
 * Wan 2.1 and 2.2: a text, or a picture and a text, become a clip of 4k + 1 frames. Follows diffusers' {@code WanPipeline} and
 * {@code WanImageToVideoPipeline}.
 *
 * <p>Graphs: {@code text_encoder} (UMT5), {@code transformer} (hidden_states [B,C,F,h,w], timestep [B], encoder_hidden_states [B,L,D] and, if it sees
 * pictures, encoder_hidden_states_image, to out_sample), a second one in {@code transformer_2} if the package has {@code experts}, {@code vae_decoder}, for
 * pictures and edits the encoder of {@link VideoEncoder}. A network for pictures takes the latents, then what {@link WanPicture} says beside them; one that
 * wants a time for each token, timestep [B,S], takes the picture's latents in the place of the first frame.
 *
 * <p>A long clip from a text is drawn in overlapping windows ({@link Spans}); one from a picture in passes ({@link Passes}). One with both its ends given is
 * drawn in one pass; of the frames that the family makes beyond those asked for, the first are left out, so that it ends where it should.
 */
final class WanPipeline implements Family {
    static final Kind KIND = new Kind(
            List.of(
                    Set.of(Material.TEXT, Material.EDIT),
                    Set.of(Material.IMAGE, Material.EXTEND, Material.BOTH_ENDS),
                    Set.of(Material.TEXT, Material.IMAGE, Material.EXTEND)),
            Set.of(Wishes.STEPS, Wishes.GUIDANCE, Wishes.NEGATIVE_PROMPT, Wishes.STRENGTH),
            List.of("text_encoder", "transformer"),
            WanPipeline::open);

    private static final TextEncoding.Manner MANNER = new TextEncoding.Manner(PromptCleaning::wan, true, true);
    private static final Set<String> FROM_PICTURES = Set.of(Material.IMAGE, Material.EXTEND, Material.BOTH_ENDS);

    private final Parts parts;
    private final TextEncoding text;
    private final List<Network> transformers = new ArrayList<>();
    private final Decoder decoder;
    private final Optional<WanPicture> picture;
    private final Optional<VideoEncoder> encoder;
    /** Whether a picture's latents stand in the place of the first frame, and not beside all of them. */
    private final boolean inPlace;

    private WanPipeline(Parts parts) throws PackageProblem, OrtException {
        List<String> tasks = parts.files().manifest().tasks();
        this.parts = parts;
        this.transformers.add(parts.open("transformer"));
        if (parts.settings().experts().two()) {
            this.transformers.add(parts.open("transformer_2"));
        }
        this.inPlace = transformers.get(0).inputs().wantsAny("timestep").shape("timestep").length == 2;
        this.text = TextEncoding.open(parts, MANNER);
        this.picture = tasks.stream().anyMatch(FROM_PICTURES::contains)
                ? Optional.of(WanPicture.open(parts, transformers.get(0)))
                : Optional.empty();
        this.encoder = tasks.contains(Material.EDIT) ? Optional.of(VideoEncoder.open(parts)) : Optional.empty();
        this.decoder = Decoder.open(parts, Integer.MAX_VALUE);
    }

    static WanPipeline open(Parts parts) throws PackageProblem, OrtException {
        WanPipeline pipeline = new WanPipeline(parts);
        for (Network transformer : pipeline.transformers) {
            pipeline.check(transformer);
        }
        pipeline.checkTasks();
        return pipeline;
    }

    private void checkTasks() throws PackageProblem {
        ModelManifest manifest = parts.files().manifest();
        List<String> tasks = manifest.tasks();
        boolean mixed = picture.isPresent() && tasks.contains(Material.TEXT);
        if (inPlace ? tasks.contains(Material.BOTH_ENDS) : mixed) {
            throw new PackageProblem(
                    "model_task_unknown",
                    "this network of pipeline wan does not do all of " + tasks
                            + ": one with a time for each token takes a text or a first picture, others take pictures or none; ask the publisher");
        }
        int longest = manifest.clip().framesPerSecond()
                * Collections.max(manifest.clip().seconds());
        if (tasks.contains(Material.BOTH_ENDS)
                && longest > parts.settings().window().frames()) {
            throw new PackageProblem(
                    "model_field_invalid",
                    "model.json: seconds must fit into window.frames where a clip's both ends are given; correct it or ask the publisher");
        }
    }

    private void check(Network transformer) throws PackageProblem {
        int c = parts.latent().channels();
        boolean beside = picture.isPresent() && !inPlace;
        transformer
                .inputs()
                .wants("hidden_states", -1, beside ? 2 * c + parts.latent().temporal() : c, -1, -1, -1)
                .wants("encoder_hidden_states", -1, -1, -1)
                .andNothingElse(
                        Set.of("hidden_states", "timestep", "encoder_hidden_states", "encoder_hidden_states_image"));
        if (inPlace) {
            transformer.inputs().wants("timestep", -1, -1);
        } else {
            transformer.inputs().wantsNumber("timestep");
        }
        transformer.outputs().wants("out_sample", -1, c, -1, -1, -1);
    }

    @Override
    public Decoder decoder() {
        return decoder;
    }

    @Override
    public void render(Take take) throws RenderProblem, IOException, OrtException {
        Experts experts = new Experts(take, parts.settings().experts(), transformers);
        String task = take.order().material().task();
        if (task.equals(Material.BOTH_ENDS)) {
            int more =
                    (parts.latent().frames(take.frames()) - 1) * parts.latent().temporal() + 1 - take.frames();
            Begun begun = new Begun(List.of(take.start(), take.end()), take.frames(), new Reel(take, more));
            fromPictures(take, experts, begun);
        } else if (FROM_PICTURES.contains(task)) {
            new Passes(take, parts.settings().window())
                    .run(
                            take,
                            (start, frames, reel) ->
                                    fromPictures(take, experts, new Begun(List.of(start), frames, reel)));
        } else {
            fromText(take, experts);
        }
    }

    /** A pass with given pictures: the one it goes on from, and perhaps the one it ends with. */
    private record Begun(List<Picture> pictures, int frames, Reel reel) {}

    private void fromPictures(Take take, Experts experts, Begun begun) throws RenderProblem, IOException, OrtException {
        int count = parts.latent().frames(begun.frames());
        float[] known = take.timed(Stage.TEXT, () -> {
            listen(take, experts);
            WanPicture seen = picture.orElseThrow();
            seen.look(take, experts, begun.pictures());
            int frames = parts.latent().pictures(count);
            return inPlace
                    ? seen.latents(take, begun.pictures().get(0))
                    : seen.condition(take, begun.pictures(), frames);
        });
        take.textDone();
        Scheduler scheduler = parts.begin(take);
        float[] latents = noise(take, count);
        long[] shape = shape(take, count);
        if (inPlace) {
            new Denoising(take, scheduler)
                    .run(latents, 0, (step, time, scaled) -> experts.ask(time, shape, placed(known, scaled, count), 1));
            decode(placed(known, latents, count), count, begun.reel(), take);
        } else {
            shape[1] = 2L * parts.latent().channels() + parts.latent().temporal();
            new Denoising(take, scheduler)
                    .run(latents, 0, (step, time, scaled) -> experts.ask(time, shape, Layout.join(scaled, known), 0));
            decode(latents, count, begun.reel(), take);
        }
    }

    /** The latents with a picture in the place of their first frame. @param first [channels, 1, h x w] */
    private float[] placed(float[] first, float[] latents, int count) {
        float[] placed = latents.clone();
        int cells = first.length / parts.latent().channels();
        for (int channel = 0; channel < parts.latent().channels(); channel++) {
            System.arraycopy(first, channel * cells, placed, channel * count * cells, cells);
        }
        return placed;
    }

    private void fromText(Take take, Experts experts) throws RenderProblem, IOException, OrtException {
        take.timed(Stage.TEXT, () -> {
            listen(take, experts);
            return null;
        });
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
                        (step, time, scaled) -> spans.predict(
                                scaled, (part, frames) -> experts.ask(time, shape(take, frames), part, 0)));
        decode(latents, count, new Reel(take, 0), take);
    }

    private void listen(Take take, Experts experts) throws RenderProblem, OrtException {
        for (TwoHalves halves : experts.all()) {
            text.listen(take, halves);
        }
    }

    /** Noises the source of an edit, in place of plain noise. @return the step to begin with */
    private int edit(Take take, Scheduler scheduler, float[] latents) throws RenderProblem, IOException, OrtException {
        int first = take.edit().orElseThrow().firstStep(scheduler.steps());
        int frames = parts.latent().pictures(parts.latent().frames(take.frames()));
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
