package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.mutoscope.worker.diffusion.StageClock.Stage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;

/**
 * Graph {@code vae_decoder}: latents to frames. Takes {@code latent} as [frames, channels, h, w] or [1, channels, frames, h, w], gives {@code frames} as
 * bytes [..., height, width, 3]; floats -1 to 1 as [..., 3, height, width] or [1, 3, frames, height, width] are brought into that form here.
 * A decoder that takes away a last bit of noise itself takes {@code noise}, of the latents' shape, {@code noise_scale} [1] and {@code timestep} [1], too.
 */
final class FrameDecoder implements Decoder {
    static final String LATENT = "latent";
    static final String FRAMES = "frames";

    private static final String NOISE = "noise";
    private static final String TIME = "timestep";
    private static final String SCALE = "noise_scale";

    /** Most latent frames of one run, where the decoder looks at each frame alone. Sixteen is diffusers' own. */
    static final int CHUNK = 16;

    private final Parts parts;
    private final Network network;
    private final int chunk;
    private final boolean noised;

    private FrameDecoder(Parts parts, Network network, int chunk) {
        this.parts = parts;
        this.network = network;
        this.chunk = chunk;
        this.noised = network.inputs().has(NOISE);
    }

    /** @param chunk most latent frames of one run; a decoder that looks at neighbouring frames must see all of them at once */
    static FrameDecoder open(Parts parts, int chunk) throws PackageProblem, OrtException {
        int c = parts.latent().channels();
        Network network = parts.open(ROLE);
        if (network.inputs().has(NOISE)) {
            long[] shape = {1, c, -1, -1, -1};
            network.inputs()
                    .wants(LATENT, shape)
                    .wants(NOISE, shape)
                    .wants(SCALE, 1)
                    .wants(TIME, 1)
                    .andNothingElse(Set.of(LATENT, NOISE, SCALE, TIME));
        } else if (network.inputs().has(LATENT) && network.inputs().shape(LATENT).length == 5) {
            network.inputs().wants(LATENT, 1, c, -1, -1, -1).andNothingElse(Set.of(LATENT));
        } else {
            network.inputs().wants(LATENT, -1, c, -1, -1).andNothingElse(Set.of(LATENT));
        }
        network.outputs().wantsAny(FRAMES);
        return new FrameDecoder(parts, network, chunk);
    }

    @Override
    public void decode(float[] latents, int frames, Grid grid, Reel reel, Take take)
            throws RenderProblem, IOException, OrtException {
        int length = latents.length / frames;
        Tiles tiles = parts.tiles(grid);
        float[] noise = noised ? noise(take, latents.length, frames, grid) : new float[0];
        for (int from = 0; from < frames && reel.wantsMore(); from += chunk) {
            int to = Math.min(frames, from + chunk);
            float[] clean = Arrays.copyOfRange(latents, from * length, to * length);
            // Behind the latents, so that it is cut into the same pieces.
            float[] part = noised ? Layout.join(clean, Arrays.copyOfRange(noise, from * length, to * length)) : clean;
            reel.add(take.timed(
                    Stage.DECODE, () -> tiles.paint(part, (tile, piece) -> decode(piece, tile, take.cancellation()))));
            take.decoded((double) to / frames);
        }
    }

    private float[] noise(Take take, int values, int frames, Grid grid) {
        return Layout.swap(take.noise(Draws.DECODE, values), parts.latent().channels(), frames, grid.cells());
    }

    @Override
    public long room(int frames, Grid grid) {
        long decoded = parts.latent().pictures(Math.min(chunk, frames));
        return Room.of(network.outputs().type(FRAMES), decoded, parts.tiles(grid));
    }

    private byte[] decode(float[] latents, Grid grid, Cancellation cancellation) throws RenderProblem, OrtException {
        int channels = parts.latent().channels();
        if (noised) {
            int half = latents.length / 2;
            put(NOISE, Arrays.copyOfRange(latents, half, latents.length), grid);
            put(LATENT, Arrays.copyOf(latents, half), grid);
            network.put(
                    TIME, new long[] {1}, new float[] {parts.settings().decode().timestep()});
            network.put(SCALE, new long[] {1}, new float[] {
                parts.settings().decode().noiseScale()
            });
        } else if (network.inputs().shape(LATENT).length == 5) {
            put(LATENT, latents, grid);
        } else {
            int frames = latents.length / (channels * grid.cells());
            network.put(LATENT, new long[] {frames, channels, grid.h(), grid.w()}, latents);
        }
        network.run(cancellation);
        return pixels(network.output(FRAMES), parts.pixels(grid));
    }

    private void put(String name, float[] byFrame, Grid grid) throws RenderProblem, OrtException {
        int channels = parts.latent().channels();
        int frames = byFrame.length / (channels * grid.cells());
        network.put(
                name,
                new long[] {1, channels, frames, grid.h(), grid.w()},
                Layout.swap(byFrame, frames, channels, grid.cells()));
    }

    /** What a decoder answered, as bytes. @throws RenderProblem {@code model_output_wrong} if these are no frames of that size */
    static byte[] pixels(Slot answer, Size size) throws RenderProblem {
        long[] shape = answer.shape();
        int rank = shape.length;
        boolean bytes = answer.isBytes();
        long[] tail = bytes ? new long[] {size.height(), size.width(), 3} : new long[] {size.height(), size.width()};
        if (rank < 4 || !Arrays.equals(tail, Arrays.copyOfRange(shape, rank - tail.length, rank))) {
            throw wrong(shape, size);
        }
        if (bytes) {
            byte[] rgb = new byte[Slot.count(shape)];
            answer.bytes().get(rgb);
            return rgb;
        }
        return fromFloats(answer, shape, size);
    }

    private static byte[] fromFloats(Slot answer, long[] shape, Size size) throws RenderProblem {
        boolean framesFirst = shape.length == 4;
        if (shape[1] != 3) {
            throw wrong(shape, size);
        }
        float[] values = answer.floats();
        int pixels = size.pixels();
        int frames = values.length / 3 / pixels;
        byte[] rgb = new byte[values.length];
        for (int frame = 0; frame < frames; frame++) {
            for (int channel = 0; channel < 3; channel++) {
                int from = (framesFirst ? frame * 3 + channel : channel * frames + frame) * pixels;
                for (int i = 0; i < pixels; i++) {
                    float value = Math.min(1f, Math.max(0f, values[from + i] / 2 + 0.5f));
                    // Halves go to the even neighbour, as numpy rounds.
                    rgb[(frame * pixels + i) * 3 + channel] = (byte) Math.rint(value * 255f);
                }
            }
        }
        return rgb;
    }

    private static RenderProblem wrong(long[] shape, Size size) {
        return new RenderProblem(
                RenderProblem.Kind.FINAL,
                "model_output_wrong",
                "the decoder answered a tensor " + Arrays.toString(shape) + ", which holds no frames of " + size
                        + "; the package is wrong about its sizes or its latents");
    }
}
