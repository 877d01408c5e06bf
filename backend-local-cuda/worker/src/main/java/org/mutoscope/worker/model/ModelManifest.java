package org.mutoscope.worker.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code model.json} says, checked.
 *
 * @param id name of the model: lower-case letters, digits, dots and dashes, at most 64
 * @param title name for people
 * @param version version of the package
 * @param licence licence of the weights
 * @param pipeline which program renders it
 * @param tasks what it can do
 * @param clip what clips it makes
 * @param recipe how it draws: a {@link Sampler} or {@link Layers} in format 1, a {@link Diffusion} in format 2
 * @param graphs ONNX graphs by role
 * @param files further files by role
 * @param memory what it needs while it renders
 */
public record ModelManifest(
        String id,
        String title,
        String version,
        String licence,
        String pipeline,
        List<String> tasks,
        Clip clip,
        Recipe recipe,
        Map<String, PackageFile> graphs,
        Map<String, PackageFile> files,
        Memory memory) {
    /** Settings of pipeline sprite with a sampler. @throws ClassCastException if the package has another recipe */
    public Sampler sampler() {
        return (Sampler) recipe;
    }

    /** Settings of the diffusion pipelines. @throws ClassCastException if the package has format 1 */
    public Diffusion diffusion() {
        return (Diffusion) recipe;
    }

    /** Everything the folder holds besides the manifest, each file once. */
    public List<PackageFile> everyFile() {
        return Stream.concat(graphs.values().stream(), files.values().stream())
                .flatMap(file -> Stream.concat(Stream.of(file), file.external().stream()))
                .toList();
    }

    /** How a package draws. */
    public sealed interface Recipe permits Sampler, Layers, Diffusion {}

    /**
     * Memory it needs while it renders, in MiB; 0 if the publisher does not say.
     *
     * @param host of the machine
     * @param device of the GPU; what a CPU worker needs instead is part of {@code host}
     */
    public record Memory(long host, long device) {}

    /**
     * Shape of the clips.
     *
     * @param framesPerSecond 1 to 60
     * @param seconds lengths, each 1 to 120
     * @param sizes sizes it renders, at least one
     */
    public record Clip(int framesPerSecond, List<Integer> seconds, List<Size> sizes) {}

    /**
     * Settings of the sampler.
     *
     * @param type its name
     * @param firstFrameSteps steps of the first frame, 1 to 1,000
     * @param steps steps of every other frame, 1 to 1,000
     * @param guidance strength of the caption, 0 to 50
     * @param timeFloor smallest divisor in the last steps, above 0, at most 1
     */
    public record Sampler(String type, int firstFrameSteps, int steps, float guidance, float timeFloor)
            implements Recipe {}

    /** Pipeline sprite without a sampler: layers are drawn once and moved. Has no settings. */
    public record Layers() implements Recipe {}

    /**
     * A file of the package.
     *
     * @param name path inside the folder: a plain name, or one folder and a plain name
     * @param sha256 digest, 64 hexadecimal digits in lower case
     * @param bytes its length
     * @param inputs names a graph is fed by: ours to the graph's own; empty for other files
     * @param outputs names a graph answers by: ours to the graph's own; empty for other files
     * @param external files with the weights of a graph
     */
    public record PackageFile(
            String name,
            String sha256,
            long bytes,
            Map<String, String> inputs,
            Map<String, String> outputs,
            List<PackageFile> external) {}
}
