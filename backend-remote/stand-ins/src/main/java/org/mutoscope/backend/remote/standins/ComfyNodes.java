package org.mutoscope.backend.remote.standins;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a ComfyUI knows of graphs: which nodes there are, what is wrong with a graph, what comes out of it. */
final class ComfyNodes {
    private static final Set<String> OUTPUTS =
            Set.of("SaveVideo", "SaveWEBM", "VHS_VideoCombine", "SaveAnimatedWEBP", "SaveImage", "PreviewImage");
    private static final Set<String> NODES = Set.of(
            "CheckpointLoaderSimple",
            "ImageOnlyCheckpointLoader",
            "UNETLoader",
            "CLIPLoader",
            "VAELoader",
            "CLIPVisionLoader",
            "CLIPTextEncode",
            "CLIPVisionEncode",
            "KSampler",
            "KSamplerAdvanced",
            "VAEDecode",
            "VAEDecodeTiled",
            "VAEEncode",
            "LoadImage",
            "ImageScale",
            "EmptyLatentImage",
            "EmptyHunyuanLatentVideo",
            "WanImageToVideo",
            "LTXVImgToVideo",
            "EmptyLTXVLatentVideo",
            "LTXVConditioning",
            "LTXVScheduler",
            "SamplerCustom",
            "KSamplerSelect",
            "SVD_img2vid_Conditioning",
            "VideoLinearCFGGuidance",
            "ModelSamplingSD3",
            "CreateVideo");
    private static final List<String> FRAMES = List.of("length", "video_frames", "num_frames", "frames");
    private static final List<String> RATES = List.of("fps", "frame_rate");

    private ComfyNodes() {}

    /** What is wrong, by node; empty if nothing is. @throws Refusal if the graph is none at all */
    static Map<String, Object> check(Map<String, Object> graph, Desk desk) {
        boolean output = false;
        Map<String, Object> wrong = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : graph.entrySet()) {
            Map<String, Object> node = Asked.object(entry.getValue());
            Object type = node == null ? null : node.get("class_type");
            if (type == null) {
                throw new Refusal(
                        400, "invalid_prompt", "Cannot execute because node " + entry.getKey() + " has no class_type");
            } else if (!OUTPUTS.contains(type) && !NODES.contains(type)) {
                throw new Refusal(400, "invalid_prompt", "Cannot execute because node " + type + " does not exist.");
            }
            output |= OUTPUTS.contains(type);
            List<Object> errors = errors(String.valueOf(type), inputs(node), graph, desk);
            if (!errors.isEmpty()) {
                wrong.put(
                        entry.getKey(),
                        Answer.map("errors", errors, "dependent_outputs", List.of(), "class_type", type));
            }
        }
        if (!output) {
            throw new Refusal(400, "prompt_no_outputs", "Prompt has no outputs");
        }
        return wrong;
    }

    private static Map<String, Object> inputs(Map<String, Object> node) {
        Map<String, Object> inputs = Asked.object(node.get("inputs"));
        return inputs == null ? Map.of() : inputs;
    }

    private static List<Object> errors(String type, Map<String, Object> inputs, Map<String, Object> graph, Desk desk) {
        List<Object> errors = new ArrayList<>();
        for (Map.Entry<String, Object> input : inputs.entrySet()) {
            if (input.getValue() instanceof List<?> link
                    && (link.size() != 2 || !graph.containsKey(String.valueOf(link.get(0))))) {
                errors.add(error(
                        "bad_linked_input",
                        "Bad linked input, must be a length-2 list of [node_id, slot_index]",
                        input.getKey()));
            }
        }
        Object image = inputs.get("image");
        if (type.equals("LoadImage") && !desk.things().containsKey("input/" + image)) {
            errors.add(error(
                    "custom_validation_failed",
                    "Custom validation failed for node",
                    "image - Invalid image file: " + image));
        } else if (type.equals("CLIPTextEncode") && !inputs.containsKey("text")) {
            errors.add(error("required_input_missing", "Required input is missing", "text"));
        }
        return errors;
    }

    private static Map<String, Object> error(String type, String message, String details) {
        return Answer.map("type", type, "message", message, "details", details, "extra_info", Map.of());
    }

    static Order order(Map<String, Object> graph, String client) {
        int frames = number(graph, FRAMES, 96);
        int rate = Math.max(1, number(graph, RATES, 24));
        String size = number(graph, List.of("width"), 1024) + "x" + number(graph, List.of("height"), 576);
        Map<String, Object> wish = Answer.map("prompt", graph, "client_id", client);
        return new Order("workflow", Math.max(1, frames / rate), size, false, 0, wish);
    }

    private static int number(Map<String, Object> graph, List<String> names, int usual) {
        for (Object node : graph.values()) {
            for (String name : names) {
                if (inputs(Asked.object(node)).get(name) instanceof Number number) {
                    return number.intValue();
                }
            }
        }
        return usual;
    }

    /** The node that puts the clip out, and the name of the list where it does so. */
    private static Map.Entry<String, String> output(Job job) {
        for (Map.Entry<String, Object> entry :
                Asked.object(job.order.wish().get("prompt")).entrySet()) {
            Object type = Asked.object(entry.getValue()).get("class_type");
            if (OUTPUTS.contains(type)) {
                return Map.entry(entry.getKey(), type.equals("VHS_VideoCombine") ? "gifs" : "images");
            }
        }
        throw new IllegalStateException("the graph was checked");
    }

    static String outputNode(Job job) {
        return output(job).getKey();
    }

    static Map<String, Object> outputs(Job job) {
        Map<String, Object> file =
                Answer.map("filename", "clip_" + job.id + "_00001_.mp4", "subfolder", "video", "type", "output");
        boolean gifs = output(job).getValue().equals("gifs");
        if (gifs) {
            file.put("format", "video/h264-mp4");
            file.put("frame_rate", 24.0);
        }
        Map<String, Object> node = Answer.map(output(job).getValue(), List.of(file));
        if (!gifs) {
            node.put("animated", List.of(true));
        }
        return node;
    }

    static Map<String, Object> history(Job job) {
        boolean done = job.state() == Job.State.DONE;
        List<Object> messages = new ArrayList<>();
        messages.add(
                List.of("execution_start", Answer.map("prompt_id", job.id, "timestamp", job.created.toEpochMilli())));
        messages.add(List.of(ending(job), detail(job)));
        return Answer.map(
                "prompt", List.of(1, job.id, job.order.wish().get("prompt"), Map.of(), List.of(outputNode(job))),
                "outputs", done ? Map.of(outputNode(job), outputs(job)) : Map.of(),
                "status", Answer.map("status_str", done ? "success" : "error", "completed", done, "messages", messages),
                "meta", Map.of());
    }

    static String ending(Job job) {
        return switch (job.state()) {
            case DONE -> "execution_success";
            case CANCELLED -> "execution_interrupted";
            default -> "execution_error";
        };
    }

    static Map<String, Object> detail(Job job) {
        Map<String, Object> detail = Answer.map("prompt_id", job.id, "timestamp", job.created.toEpochMilli());
        if (job.state() == Job.State.FAILED || job.state() == Job.State.FILTERED) {
            detail.put("node_id", "3");
            detail.put("node_type", "KSampler");
            detail.put("exception_type", "torch.OutOfMemoryError");
            detail.put("exception_message", "Allocation on device 0 would exceed allowed memory. (out of memory)");
            detail.put("traceback", List.of());
        }
        return detail;
    }

    static Answer capabilities(String path) {
        if (path.startsWith("/object_info")) {
            Map<String, Object> nodes = Answer.map();
            for (String name : path.length() > 13 ? Set.of(path.substring(13)) : NODES) {
                if (NODES.contains(name) || OUTPUTS.contains(name)) {
                    nodes.put(name, Answer.map("input", Map.of(), "name", name, "output_node", OUTPUTS.contains(name)));
                }
            }
            return Answer.json(nodes);
        } else if (path.startsWith("/models")) {
            byte[] names = Answer.text(
                            path.equals("/models") ? List.of("checkpoints", "vae") : List.of("svd_xt.safetensors"))
                    .getBytes(StandardCharsets.UTF_8);
            return Answer.bytes("application/json", names);
        }
        Map<String, Object> device = Answer.map(
                "name", "cpu", "type", "cpu", "index", null, "vram_total", 8_000_000_000L, "vram_free", 6_000_000_000L);
        return Answer.json(Answer.map(
                "system", Answer.map("os", "posix", "comfyui_version", "0.3.66"), "devices", List.of(device)));
    }
}
