package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.worker.model.Diffusion.Latent;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.RenderProblem;

/** What Wan's picture-to-video network is told about the picture a clip begins with, and the one it ends with. */
final class WanPicture {
    private static final String VISION = "image_encoder";
    private static final long[] PIXELS = {1, 3, ClipVision.SIDE, ClipVision.SIDE};
    private static final String SEEN = "encoder_hidden_states_image";

    private final Parts parts;
    private final VideoEncoder encoder;
    private final Optional<Network> vision;

    private WanPicture(Parts parts, VideoEncoder encoder, Optional<Network> vision) {
        this.parts = parts;
        this.encoder = encoder;
        this.vision = vision;
    }

    /** @param transformer asked whether it wants to see the picture, too */
    static WanPicture open(Parts parts, Network transformer) throws PackageProblem, OrtException {
        VideoEncoder encoder = VideoEncoder.open(parts);
        if (!transformer.inputs().has(SEEN)) {
            return new WanPicture(parts, encoder, Optional.empty());
        }
        Network vision = parts.open(VISION);
        vision.inputs()
                .wants("pixel_values", -1, 3, ClipVision.SIDE, ClipVision.SIDE)
                .andNothingElse(Set.of("pixel_values"));
        vision.outputs().wants("image_embeds", -1, -1, -1);
        return new WanPicture(parts, encoder, Optional.of(vision));
    }

    /** Shows pictures to the networks, one after the other in a row. */
    void look(Take take, Experts experts, List<Picture> pictures) throws RenderProblem, OrtException {
        if (vision.isPresent()) {
            float[] all = {};
            long[] shape = {};
            for (Picture picture : pictures) {
                vision.get()
                        .put("pixel_values", PIXELS, ClipVision.cropped(picture))
                        .run(take.cancellation());
                Slot seen = vision.get().output("image_embeds");
                all = Layout.join(all, seen.floats());
                shape = seen.shape();
            }
            shape[1] *= pictures.size();
            for (TwoHalves halves : experts.all()) {
                halves.put(SEEN, shape, all);
            }
        }
    }

    /** Latents of the one frame that a picture is. @return [channels, 1, h x w] */
    float[] latents(Take take, Picture picture) throws RenderProblem, OrtException {
        float[] planes = picture.planes();
        return encoder.encode(i -> planes, 1, take);
    }

    /**
     * What stands beside the latents: which frames are known, then their latents, the others grey.
     *
     * @param pictures the first frame, and perhaps the last one
     * @param frames frames of the pass, one more than a multiple of the latent's
     * @return [temporal + channels, latent frames, h x w]
     */
    float[] condition(Take take, List<Picture> pictures, int frames) throws RenderProblem, OrtException {
        Size size = take.size();
        Latent latent = parts.latent();
        float[] grey = new float[3 * size.pixels()];
        float[] first = pictures.get(0).planes();
        boolean ends = pictures.size() > 1;
        float[] last = ends ? pictures.get(1).planes() : grey;
        float[] encoded = encoder.encode(i -> i == 0 ? first : i == frames - 1 ? last : grey, frames, take);
        int cells = Grid.of(size, latent.spatial()).cells();
        int count = (frames - 1) / latent.temporal() + 1;
        float[] condition = new float[latent.temporal() * count * cells + encoded.length];
        for (int t = 0; t < latent.temporal(); t++) {
            Arrays.fill(condition, t * count * cells, (t * count + 1) * cells, 1);
        }
        if (ends) {
            // Of the frames that the last latent stands for, only the last one is known.
            int at = (latent.temporal() * count - 1) * cells;
            Arrays.fill(condition, at, at + cells, 1);
        }
        System.arraycopy(encoded, 0, condition, condition.length - encoded.length, encoded.length);
        return condition;
    }
}
