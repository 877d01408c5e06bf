package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mutoscope.worker.diffusion.StageClock.Stage;
import org.mutoscope.worker.diffusion.TextEncoding.Heard;
import org.mutoscope.worker.model.Diffusion;
import org.mutoscope.worker.model.Diffusion.Window;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.schedule.Scheduler;

/**
 * LTX-Video: a text, or a picture and a text, become a clip of 8k + 1 frames. Follows diffusers' {@code LTXPipeline} and
 * {@code LTXImageToVideoPipeline}, and {@code LTXConditionPipeline} for packages that say {@code sampling.condition_pipeline} (0.9.5 and newer). Latents are kept as the network takes them: token after token, frame by frame. The tokens of a given picture stay
 * as they are and are said to be at time 0.
 *
 * <p>Graphs: {@code text_encoder} (T5), {@code transformer} (hidden_states [B,S,C], timestep [B,1] or [B,S], encoder_hidden_states [B,L,D],
 * encoder_attention_mask [B,L], video_coords [B,3,S] to out_sample), {@code vae_decoder}, for pictures the encoder of {@link VideoEncoder}.
 */
final class LtxPipeline implements Family {
    static final Kind KIND = new Kind(
            List.of(Set.of(Material.TEXT, Material.IMAGE, Material.EXTEND)),
            Set.of(Wishes.STEPS, Wishes.GUIDANCE, Wishes.NEGATIVE_PROMPT),
            List.of("text_encoder", "transformer", "vae_decoder"),
            LtxPipeline::open);

    /** What its schedulers count to. */
    private static final float TIMES = 1000;

    private final Parts parts;
    private final LtxShift shift;
    private final TextEncoding text;
    private final Network transformer;
    private final Decoder decoder;
    private final Optional<VideoEncoder> encoder;

    private LtxPipeline(Parts parts, Network transformer) throws PackageProblem, OrtException {
        List<String> tasks = parts.files().manifest().tasks();
        boolean pictures = tasks.contains(Material.IMAGE) || tasks.contains(Material.EXTEND);
        this.parts = parts;
        this.transformer = transformer;
        this.shift = LtxShift.read(parts.files().file(Parts.SCHEDULER));
        this.text = TextEncoding.open(
                parts,
                // Only the newer pipeline gives its encoder a mask.
                new TextEncoding.Manner(
                        UnaryOperator.identity(), parts.settings().sampling().conditionPipeline(), false));
        this.decoder = Decoder.open(parts, Integer.MAX_VALUE);
        this.encoder = pictures ? Optional.of(VideoEncoder.open(parts)) : Optional.empty();
    }

    static LtxPipeline open(Parts parts) throws PackageProblem, OrtException {
        int c = parts.latent().channels();
        Network transformer = parts.open("transformer");
        transformer
                .inputs()
                .wants("hidden_states", -1, -1, c)
                .wants("timestep", -1, -1)
                .wants("encoder_hidden_states", -1, -1, -1)
                .wants("encoder_attention_mask", -1, -1)
                .wants("video_coords", -1, 3, -1)
                .andNothingElse(Set.of(
                        "hidden_states",
                        "timestep",
                        "encoder_hidden_states",
                        "encoder_attention_mask",
                        "video_coords"));
        transformer.outputs().wants("out_sample", -1, -1, c);
        return new LtxPipeline(parts, transformer);
    }

    @Override
    public Decoder decoder() {
        return decoder;
    }

    @Override
    public void render(Take take) throws RenderProblem, IOException, OrtException {
        TwoHalves halves = new TwoHalves(
                transformer,
                "hidden_states",
                "out_sample",
                Guidance.on(take.wishes().guidance()));
        LtxTokens tokens = new LtxTokens(parts, take.size());
        if (take.order().material().task().equals(Material.TEXT)) {
            fromText(take, halves, tokens);
        } else {
            new Passes(take, parts.settings().window())
                    .run(
                            take,
                            (start, frames, reel) -> fromPicture(take, halves, new Begun(tokens, start, frames, reel)));
        }
    }

    private void fromText(Take take, TwoHalves halves, LtxTokens tokens)
            throws RenderProblem, IOException, OrtException {
        take.timed(Stage.TEXT, () -> listen(take, halves));
        take.textDone();
        int count = tokens.latentFrames(take.frames());
        Window window = parts.settings().window();
        Spans spans = new Spans(
                new int[] {1, count, tokens.perFrame() * tokens.channels()},
                tokens.latentFrames(window.frames()),
                Math.max(1, window.overlap() / parts.latent().temporal()));
        float[] latents = tokens.pack(take.noise(Draws.LATENTS, count * tokens.perFrame() * tokens.channels()));
        Scheduler scheduler = begin(take, count * tokens.perFrame());
        new Denoising(take, scheduler)
                .run(
                        latents,
                        0,
                        (step, time, scaled) -> spans.predict(scaled, (part, frames) -> {
                            halves.put("timestep", new long[] {1, 1}, new float[] {time});
                            return ask(take, halves, tokens, part);
                        }));
        decoder.decode(tokens.byFrame(latents), count, tokens.grid(), new Reel(take, 0), take);
    }

    /** A pass that goes on from a picture. */
    private record Begun(LtxTokens tokens, Picture start, int frames, Reel reel) {}

    private void fromPicture(Take take, TwoHalves halves, Begun begun) throws RenderProblem, IOException, OrtException {
        LtxTokens tokens = begun.tokens();
        int count = Math.max(2, tokens.latentFrames(begun.frames()));
        float[] planes = begun.start().planes();
        float[] known = take.timed(Stage.TEXT, () -> {
            listen(take, halves);
            return tokens.pack(encoder.orElseThrow().encode(i -> planes, 1, take));
        });
        take.textDone();
        float[] noise = tokens.pack(take.noise(Draws.LATENTS, count * known.length));
        float[] unknown = Arrays.copyOfRange(noise, known.length, noise.length);
        Scheduler scheduler = begin(take, count * tokens.perFrame());
        float[] shown = known.clone();
        UnaryOperator<float[]> whole = rest -> Layout.join(shown, rest);
        new Denoising(take, scheduler).run(unknown, 0, whole, (step, time, scaled) -> {
            shake(take, step, time, new Held(known, shown, noise.length));
            float[] times = new float[count * tokens.perFrame()];
            Arrays.fill(times, tokens.perFrame(), times.length, time);
            halves.put("timestep", new long[] {1, times.length}, times);
            float[] predicted = ask(take, halves, tokens, whole.apply(scaled));
            return Arrays.copyOfRange(predicted, known.length, predicted.length);
        });
        decoder.decode(tokens.byFrame(whole.apply(unknown)), count, tokens.grid(), begun.reel(), take);
    }

    /** Tokens of a picture: as they are, and as they are shown; how many there are in all. */
    private record Held(float[] known, float[] shown, int all) {}

    /** Newer models want noise on the picture, less and less, or nothing moves. */
    private void shake(Take take, int step, float time, Held held) {
        Diffusion.Sampling sampling = parts.settings().sampling();
        if (sampling.conditionPipeline() && sampling.noiseAugmentation() > 0) {
            float[] fresh = new float[held.all()];
            take.draws().fill(Draws.STEPS, take.window() * Parts.MOST_STEPS + step, fresh);
            float level = time / TIMES;
            float part = sampling.noiseAugmentation();
            for (int i = 0; i < held.known().length; i++) {
                held.shown()[i] = held.known()[i] + part * fresh[i] * (level * level);
            }
        }
    }

    private float[] ask(Take take, TwoHalves halves, LtxTokens tokens, float[] part)
            throws RenderProblem, OrtException {
        int count = part.length / tokens.channels();
        halves.put("hidden_states", new long[] {1, count, tokens.channels()}, part);
        halves.put(
                "video_coords",
                new long[] {1, 3, count},
                tokens.coordinates(count, parts.files().manifest().clip().framesPerSecond()));
        return Guidance.rescaled(
                halves,
                take.cancellation(),
                parts.settings().sampling().guidanceRescale(),
                take.wishes().guidance());
    }

    private Heard listen(Take take, TwoHalves halves) throws RenderProblem, OrtException {
        Heard heard = text.listen(take, halves);
        halves.put(
                "encoder_attention_mask",
                new long[] {1, heard.wanted().mask().length},
                heard.avoided().floatMask(),
                heard.wanted().floatMask());
        return heard;
    }

    /** The longer the clip, the longer it stays noisy. Without levels of its own a package gets those of its pipeline. */
    private Scheduler begin(Take take, int tokens) throws RenderProblem {
        int steps = take.wishes().steps();
        boolean newer = parts.settings().sampling().conditionPipeline();
        return parts.begin(take, shift.of(tokens), newer ? LtxLevels.of(steps) : Guidance.rising(1, 1f / steps, steps));
    }
}
