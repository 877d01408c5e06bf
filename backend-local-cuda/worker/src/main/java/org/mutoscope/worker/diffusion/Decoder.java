package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.RenderProblem;

/** From latents to frames. */
interface Decoder {
    /** Role of its graph. */
    String ROLE = "vae_decoder";

    /**
     * Decodes and hands over, as long as frames are wanted.
     *
     * @param latents frame after frame, each channels x h x w, as they go into the graph
     * @param frames number of latent frames
     */
    void decode(float[] latents, int frames, Grid grid, Reel reel, Take take)
            throws RenderProblem, IOException, OrtException;

    /**
     * Java memory that is taken at once, at least, while a clip is decoded, in bytes. The heap and the buffers that graphs answer into have the same limit, so
     * it is the larger of the two.
     *
     * @param frames number of latent frames
     */
    long room(int frames, Grid grid);

    /** Opens the decoder of a package: the causal one in two graphs, if there is one, else the plain one. @param chunk see {@link FrameDecoder} */
    static Decoder open(Parts parts, int chunk) throws PackageProblem, OrtException {
        return CausalStream.in(parts, ROLE) ? CausalDecoder.open(parts) : FrameDecoder.open(parts, chunk);
    }
}
