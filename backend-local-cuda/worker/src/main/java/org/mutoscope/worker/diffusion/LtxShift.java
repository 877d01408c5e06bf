package org.mutoscope.worker.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mutoscope.worker.model.PackageProblem;

/**
 * The shift of a flow by the number of tokens: a line through two points that the scheduler's file gives ({@code calculate_shift} of diffusers).
 *
 * @param fewest tokens of the first point
 * @param most tokens of the second point
 * @param least shift of the first point
 * @param greatest shift of the second point
 */
record LtxShift(double fewest, double most, double least, double greatest) {
    static LtxShift read(Path scheduler) throws PackageProblem {
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(scheduler));
            return new LtxShift(
                    json.path("base_image_seq_len").asDouble(256),
                    json.path("max_image_seq_len").asDouble(4096),
                    json.path("base_shift").asDouble(0.5),
                    json.path("max_shift").asDouble(1.15));
        } catch (IOException e) {
            throw new PackageProblem("model_scheduler_field", "the scheduler's file cannot be read: " + e.getMessage());
        }
    }

    /** The shift for so many tokens. */
    double of(int tokens) {
        double slope = (greatest - least) / (most - fewest);
        return tokens * slope + least - slope * fewest;
    }
}
