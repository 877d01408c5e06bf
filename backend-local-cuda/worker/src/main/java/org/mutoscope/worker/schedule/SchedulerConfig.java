package org.mutoscope.worker.schedule;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.model.PackageProblem;

/**
 * A scheduler_config.json, read field by field with the defaults of diffusers. What the scheduler has not asked for in the end is refused by
 * {@link #finish}. Not thread-safe.
 */
final class SchedulerConfig {
    private static final long LARGEST = 1_000_000;

    // Python writes an infinite lambda_min_clipped as -Infinity.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    // Saved files carry the fields of the scheduler they were converted from; a class of diffusers ignores those that
    // only others have.
    private static final Set<String> OF_OTHERS = Set.of(
            "algorithm_type",
            "base_image_seq_len",
            "base_shift",
            "beta_end",
            "beta_schedule",
            "beta_start",
            "clip_sample",
            "clip_sample_range",
            "disable_corrector",
            "dynamic_thresholding_ratio",
            "euler_at_final",
            "final_sigmas_type",
            "flow_shift",
            "interpolation_type",
            "invert_sigmas",
            "lambda_min_clipped",
            "lower_order_final",
            "max_image_seq_len",
            "max_shift",
            "original_inference_steps",
            "predict_x0",
            "prediction_type",
            "rescale_betas_zero_snr",
            "sample_max_value",
            "set_alpha_to_one",
            "shift",
            "shift_terminal",
            "sigma_max",
            "sigma_min",
            "skip_prk_steps",
            "solver_order",
            "solver_p",
            "solver_type",
            "steps_offset",
            "stochastic_sampling",
            "thresholding",
            "time_shift_type",
            "timestep_scaling",
            "timestep_spacing",
            "timestep_type",
            "trained_betas",
            "use_beta_sigmas",
            "use_dynamic_shifting",
            "use_exponential_sigmas",
            "use_flow_sigmas",
            "use_karras_sigmas",
            "use_lu_lambdas",
            "variance_type");

    private final JsonNode json;
    private final Set<String> read = new HashSet<>();

    private SchedulerConfig(JsonNode json) {
        this.json = json;
    }

    static SchedulerConfig read(Path file) throws PackageProblem {
        JsonNode json;
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("it is larger than " + LARGEST + " bytes");
            }
            json = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new PackageProblem(
                    "model_scheduler_field",
                    file.getFileName() + " cannot be read (" + e.getMessage() + "); export the package again");
        }
        if (json == null || !json.isObject()) {
            throw new PackageProblem(
                    "model_scheduler_field", file.getFileName() + " holds no JSON object; export the package again");
        }
        return new SchedulerConfig(json);
    }

    static PackageProblem unsuited(String why) {
        return new PackageProblem("model_scheduler_steps", why);
    }

    PackageProblem refused(String key, String wanted) {
        return new PackageProblem(
                "model_scheduler_field",
                className() + ": " + key + " = " + json.path(key) + " is not supported, it must be " + wanted
                        + "; export the model with a scheduler that does so");
    }

    String className() {
        return json.path("_class_name").asText("");
    }

    boolean flag(String key, boolean otherwise) throws PackageProblem {
        JsonNode value = field(key);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw refused(key, "true or false");
        }
        return value.isMissingNode() ? otherwise : value.booleanValue();
    }

    /** A field that other values than this would change what we compute. */
    void only(String key, boolean supported) throws PackageProblem {
        if (flag(key, supported) != supported) {
            throw refused(key, String.valueOf(supported));
        }
    }

    /** A field that must be null. */
    void nothing(String key) throws PackageProblem {
        JsonNode value = field(key);
        if (!value.isMissingNode() && !value.isNull()) {
            throw refused(key, "null");
        }
    }

    int whole(String key, int otherwise, int least, int most) throws PackageProblem {
        JsonNode value = field(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToExactIntegral() || value.asLong() < least || value.asLong() > most) {
            throw refused(key, "a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    /** A number; where null is allowed, the default is NaN. */
    double number(String key, double otherwise) throws PackageProblem {
        JsonNode value = field(key);
        if (value.isMissingNode() || (value.isNull() && Double.isNaN(otherwise))) {
            return otherwise;
        }
        if (!value.isNumber() || Double.isNaN(value.doubleValue())) {
            throw refused(key, "a number");
        }
        return value.doubleValue();
    }

    String text(String key, String otherwise, String... allowed) throws PackageProblem {
        JsonNode value = field(key);
        String text = value.isMissingNode() ? otherwise : value.asText();
        if (!List.of(allowed).contains(text)) {
            throw refused(key, "one of " + String.join(", ", allowed));
        }
        return text;
    }

    /** A list of numbers; empty if it is missing or null. */
    double[] numbers(String key) throws PackageProblem {
        JsonNode value = field(key);
        if (value.isMissingNode() || value.isNull()) {
            return new double[0];
        }
        double[] numbers = new double[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!value.path(i).isNumber()) {
                throw refused(key, "a list of numbers");
            }
            numbers[i] = value.path(i).doubleValue();
        }
        if (!value.isArray()) {
            throw refused(key, "a list of numbers");
        }
        return numbers;
    }

    /** Refuses what nobody asked for. */
    void finish() throws PackageProblem {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String key = field.getKey();
            if (!key.startsWith("_") && !read.contains(key) && !OF_OTHERS.contains(key)) {
                throw new PackageProblem(
                        "model_scheduler_field",
                        className() + ": the field " + key + " is not known here, and it may change the clip;"
                                + " remove it if it does not, else use a newer version");
            }
        }
    }

    private JsonNode field(String key) {
        read.add(key);
        return json.path(key);
    }
}
