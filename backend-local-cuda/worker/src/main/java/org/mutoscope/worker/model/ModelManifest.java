package org.mutoscope.worker.model;

import java.util.List;
import java.util.Map;

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
 * @param sampler how it draws a frame
 * @param graphs ONNX graphs by role
 * @param files further files by role
 */
public record ModelManifest(
        String id,
        String title,
        String version,
        String licence,
        String pipeline,
        List<String> tasks,
        Clip clip,
        Sampler sampler,
        Map<String, PackageFile> graphs,
        Map<String, PackageFile> files) {

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
    public record Sampler(String type, int firstFrameSteps, int steps, float guidance, float timeFloor) {}

    /**
     * A file of the package.
     *
     * @param name plain name inside the folder
     * @param sha256 digest, 64 hexadecimal digits in lower case
     * @param bytes its length
     * @param inputs names a graph is fed by; empty for other files
     * @param outputs names a graph answers by; empty for other files
     */
    public record PackageFile(String name, String sha256, long bytes, List<String> inputs, List<String> outputs) {}
}
