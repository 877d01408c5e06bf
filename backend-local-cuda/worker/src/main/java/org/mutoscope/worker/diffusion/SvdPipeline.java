package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.mutoscope.worker.diffusion.StageClock.Stage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.schedule.Scheduler;

/**
 * Stable Video Diffusion: a picture begins to move. One pass makes a window of frames; a longer clip goes on from the last frame of the pass before, and an
 * extension from the last frame of its source. Follows diffusers' {@code StableVideoDiffusionPipeline}.
 *
 * <p>Graphs: {@code image_encoder} (pixel_values [1,3,224,224] to image_embeds [1,D]), {@code vae_encoder} (sample [1,3,H,W] to latent [1,C,h,w], the
 * mode, not scaled), {@code unet} (sample [B,F,2C,h,w], timestep, encoder_hidden_states [B,1,D], added_time_ids [B,3] to out_sample [B,F,C,h,w]) and
 * {@code vae_decoder} (see {@link FrameDecoder}).
 */
final class SvdPipeline implements Family {
    static final Kind KIND = new Kind(
            List.of(Set.of(Material.IMAGE, Material.EXTEND)),
            Set.of(Wishes.STEPS, Wishes.GUIDANCE, Wishes.MOTION_BUCKET),
            List.of("image_encoder", "vae_encoder", "unet", "vae_decoder"),
            SvdPipeline::open);

    private final Parts parts;
    private final Network vision;
    private final Network encoder;
    private final Network unet;
    private final Decoder decoder;

    private SvdPipeline(Parts parts, Network vision, Network encoder, Network unet, Decoder decoder) {
        this.parts = parts;
        this.vision = vision;
        this.encoder = encoder;
        this.unet = unet;
        this.decoder = decoder;
    }

    static SvdPipeline open(Parts parts) throws PackageProblem, OrtException {
        int c = parts.latent().channels();
        Network vision = parts.open("image_encoder");
        vision.inputs()
                .wants("pixel_values", 1, 3, ClipVision.SIDE, ClipVision.SIDE)
                .andNothingElse(Set.of("pixel_values"));
        vision.outputs().wants("image_embeds", 1, -1);
        Network encoder = parts.open("vae_encoder");
        encoder.inputs().wants("sample", 1, 3, -1, -1).andNothingElse(Set.of("sample"));
        encoder.outputs().wants("latent", 1, c, -1, -1);
        Network unet = parts.open("unet");
        unet.inputs()
                .wants("sample", -1, -1, 2L * c, -1, -1)
                .wantsNumber("timestep")
                .wants("encoder_hidden_states", -1, 1, -1)
                .wants("added_time_ids", -1, 3)
                .andNothingElse(Set.of("sample", "timestep", "encoder_hidden_states", "added_time_ids"));
        unet.outputs().wants("out_sample", -1, -1, c, -1, -1);
        // The decoder mixes neighbouring frames, so it gets the whole pass.
        Decoder decoder = Decoder.open(parts, parts.settings().window().frames());
        return new SvdPipeline(parts, vision, encoder, unet, decoder);
    }

    @Override
    public Decoder decoder() {
        return decoder;
    }

    @Override
    public void render(Take take) throws RenderProblem, IOException, OrtException {
        // The network knows windows of its own length only, so a short clip is cut from one.
        new Passes(take, parts.settings().window()).run(take, (start, frames, reel) -> pass(take, start, reel));
    }

    private void pass(Take take, Picture start, Reel reel) throws RenderProblem, IOException, OrtException {
        int frames = parts.settings().window().frames();
        Size size = take.size();
        int spatial = parts.latent().spatial();
        Grid grid = Grid.of(size, spatial);
        float[] planes = start.planes();
        boolean guided = Guidance.on(take.wishes().guidance());
        TwoHalves halves = new TwoHalves(unet, "sample", "out_sample", guided);
        float[] picture = take.timed(Stage.TEXT, () -> {
            look(take, halves, planes);
            return encode(take, planes);
        });
        take.textDone();
        Scheduler scheduler = parts.begin(take);
        float[] latents = take.noise(Draws.LATENTS, frames * picture.length);
        for (int i = 0; i < latents.length; i++) {
            latents[i] *= scheduler.initSigma();
        }
        float[] strengths = Guidance.rising(
                parts.settings().sampling().guidanceMin(), take.wishes().guidance(), frames);
        long[] shape = {1, frames, 2L * parts.latent().channels(), grid.h(), grid.w()};
        float[] plain = new float[2 * latents.length];
        float[] conditioned = new float[2 * latents.length];
        new Denoising(take, scheduler).run(latents, 0, (step, time, scaled) -> {
            for (int f = 0; f < frames; f++) {
                System.arraycopy(scaled, f * picture.length, plain, 2 * f * picture.length, picture.length);
                System.arraycopy(scaled, f * picture.length, conditioned, 2 * f * picture.length, picture.length);
                System.arraycopy(picture, 0, conditioned, (2 * f + 1) * picture.length, picture.length);
            }
            halves.put("sample", shape, plain, conditioned);
            halves.time("timestep", time);
            return Guidance.ask(halves, take.cancellation(), strengths);
        });
        decoder.decode(latents, frames, grid, reel, take);
    }

    /** What the picture shows, and how much shall move. */
    private void look(Take take, TwoHalves halves, float[] planes) throws RenderProblem, OrtException {
        Size size = take.size();
        float[] pixels = ClipVision.pixels(planes, size.width(), size.height());
        vision.put("pixel_values", new long[] {1, 3, ClipVision.SIDE, ClipVision.SIDE}, pixels)
                .run(take.cancellation());
        float[] seen = vision.output("image_embeds").floats();
        halves.put("encoder_hidden_states", new long[] {1, 1, seen.length}, new float[seen.length], seen);
        // The network was trained with one frame a second less than the clip has.
        halves.put("added_time_ids", new long[] {1, 3}, new float[] {
            parts.settings().sampling().conditioningFps() - 1,
            take.wishes().motionBucket(),
            parts.settings().sampling().noiseAugmentation()
        });
    }

    private float[] encode(Take take, float[] planes) throws RenderProblem, OrtException {
        float[] noise = take.noise(Draws.IMAGE, planes.length);
        float[] noised = new float[planes.length];
        for (int i = 0; i < noised.length; i++) {
            noised[i] = planes[i] + parts.settings().sampling().noiseAugmentation() * noise[i];
        }
        Size size = take.size();
        encoder.put("sample", new long[] {1, 3, size.height(), size.width()}, noised)
                .run(take.cancellation());
        Grid grid = Grid.of(size, parts.latent().spatial());
        return encoder.output("latent")
                .wanted(1, parts.latent().channels(), grid.h(), grid.w())
                .floats();
    }
}
