package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.mutoscope.worker.diffusion.StageClock.Stage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.RenderProblem;

/** A causal decoder, one latent frame a run: its frames are handed over while the next ones are decoded. In tiles, each has a stream of its own. */
final class CausalDecoder implements Decoder {
    private final Parts parts;
    private final CausalStream stream;

    private CausalDecoder(Parts parts, CausalStream stream) {
        this.parts = parts;
        this.stream = stream;
    }

    static CausalDecoder open(Parts parts) throws PackageProblem, OrtException {
        CausalStream stream = CausalStream.open(parts, Decoder.ROLE, FrameDecoder.LATENT, FrameDecoder.FRAMES);
        long[] frame = {1, parts.latent().channels(), 1, -1, -1};
        return new CausalDecoder(parts, stream.takes(frame, frame));
    }

    @Override
    public void decode(float[] latents, int frames, Grid grid, Reel reel, Take take)
            throws RenderProblem, IOException, OrtException {
        int length = latents.length / frames;
        Tiles tiles = parts.tiles(grid);
        List<CausalStream.Run> runs = new ArrayList<>();
        try {
            tiles.all().forEach(tile -> runs.add(stream.begin()));
            for (int f = 0; f < frames && reel.wantsMore(); f++) {
                float[] frame = Arrays.copyOfRange(latents, f * length, (f + 1) * length);
                reel.add(take.timed(Stage.DECODE, () -> frame(frame, tiles, runs, take)));
                take.decoded((f + 1.0) / frames);
            }
        } finally {
            runs.forEach(CausalStream.Run::close);
        }
    }

    @Override
    public long room(int frames, Grid grid) {
        return Room.of(stream.type(), parts.latent().temporal(), parts.tiles(grid));
    }

    private byte[] frame(float[] latent, Tiles tiles, List<CausalStream.Run> runs, Take take)
            throws RenderProblem, OrtException {
        Iterator<CausalStream.Run> next = runs.iterator();
        return tiles.paint(latent, (tile, piece) -> {
            long[] shape = {1, parts.latent().channels(), 1, tile.h(), tile.w()};
            return FrameDecoder.pixels(next.next().next(shape, piece, take.cancellation()), parts.pixels(tile));
        });
    }
}
