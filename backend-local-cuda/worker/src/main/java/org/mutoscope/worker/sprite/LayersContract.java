package org.mutoscope.worker.sprite;

import static ai.onnxruntime.OnnxJavaType.FLOAT;
import static ai.onnxruntime.OnnxJavaType.INT64;
import static ai.onnxruntime.OnnxJavaType.UINT8;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Set;
import org.mutoscope.worker.caption.Vocabulary;
import org.mutoscope.worker.model.GraphContract;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelManifest.PackageFile;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Material;

/**
 * What a package of layers must look like. {@code painter}: {@code caption} i64 [1,slots], {@code dice} f32 [1,10] from -1 to 1, {@code noise} f32
 * [1,2,H/16,W/16] from 0 to 1. {@code lifter}, needed for pictures and clips to go on from: {@code picture} u8 [1,H,W,3] and {@code caption}. Both give
 * layers: {@code sprites} f32, {@code background} f32 [1,3,H,W], {@code anchor} f32 [1,2,3], {@code motion} i64 [1,2]. {@code mover}: the layers and
 * {@code phase} f32 [1] give {@code frame} u8 [1,H,W,3].
 */
final class LayersContract {
    static final String PAINTER = "painter";
    static final String LIFTER = "lifter";
    static final String MOVER = "mover";
    static final String VOCABULARY = "vocabulary";
    static final Set<String> LAYERS = Set.of("sprites", "background", "anchor", "motion");
    static final int DICE = 10;
    /** Pixels of a side that share one value of noise. */
    static final int PLOT = 16;

    private static final Set<String> TASKS = Set.of(Material.TEXT, Material.IMAGE, Material.EXTEND);

    private LayersContract() {}

    /** Which graphs the package needs for its tasks. */
    static List<String> roles(ModelManifest manifest) {
        boolean lifts =
                manifest.tasks().contains(Material.IMAGE) || manifest.tasks().contains(Material.EXTEND);
        return lifts ? List.of(PAINTER, MOVER, LIFTER) : List.of(PAINTER, MOVER);
    }

    /** Checks what can be seen without the graphs. */
    static void check(ModelManifest manifest) throws PackageProblem {
        if (!TASKS.containsAll(manifest.tasks())) {
            throw new PackageProblem(
                    "model_task_unknown",
                    "layers of pipeline sprite know the tasks " + TASKS + ", not " + manifest.tasks()
                            + "; update Mutoscope");
        }
        for (Size size : manifest.clip().sizes()) {
            if (size.width() % PLOT != 0 || size.height() % PLOT != 0) {
                throw PackageProblem.field("render_sizes", "sizes with sides divisible by " + PLOT);
            }
        }
    }

    /** Checks a graph's own words at every size it is to render. */
    static void check(String role, OrtSession session, ModelManifest manifest, Vocabulary vocabulary)
            throws PackageProblem, OrtException {
        PackageFile graph = manifest.graphs().get(role);
        if (!Set.copyOf(graph.inputs().values()).equals(session.getInputNames())
                || !Set.copyOf(graph.outputs().values()).equals(session.getOutputNames())) {
            throw new PackageProblem(
                    "model_graph_inputs",
                    "the " + role + " has inputs " + session.getInputNames() + " and outputs "
                            + session.getOutputNames() + ", model.json says "
                            + graph.inputs().values() + " and "
                            + graph.outputs().values() + "; ask the publisher");
        }
        for (Size size : manifest.clip().sizes()) {
            inputs(role, size, vocabulary.slots()).check(session.getInputInfo(), "inputs");
            outputs(role, size).check(session.getOutputInfo(), "outputs");
        }
    }

    /** Shape of the noise. */
    static long[] noise(Size size) {
        return new long[] {1, 2, size.height() / PLOT, size.width() / PLOT};
    }

    /** Shape of a picture. */
    static long[] picture(Size size) {
        return new long[] {1, size.height(), size.width(), 3};
    }

    private static GraphContract inputs(String role, Size size, int slots) {
        return switch (role) {
            case PAINTER -> new GraphContract()
                    .tensor("caption", INT64, 1, slots)
                    .tensor("dice", FLOAT, 1, DICE)
                    .tensor("noise", FLOAT, noise(size));
            case LIFTER -> new GraphContract()
                    .tensor("picture", UINT8, picture(size))
                    .tensor("caption", INT64, 1, slots);
            default -> layers(size).tensor("phase", FLOAT, 1);
        };
    }

    private static GraphContract outputs(String role, Size size) {
        return role.equals(MOVER) ? new GraphContract().tensor("frame", UINT8, picture(size)) : layers(size);
    }

    private static GraphContract layers(Size size) {
        return new GraphContract()
                .tensor("sprites", FLOAT, 1, 2, 4, -1, -1)
                .tensor("background", FLOAT, 1, 3, size.height(), size.width())
                .tensor("anchor", FLOAT, 1, 2, 3)
                .tensor("motion", INT64, 1, 2);
    }
}
