package org.mutoscope.backend.remote.standins;

import java.util.List;

/** The services that there are. */
final class Services {
    static final List<String> NAMES = List.of(
            "openai-videos",
            "openai-videos:vllm-omni",
            "openai-videos:sglang",
            "openai-videos:sglang-cloud",
            "openai-videos:trtllm",
            "openai-videos:litellm",
            "openai-videos:new-api",
            "runway",
            "fal",
            "gemini-veo",
            "comfyui",
            "openai-images",
            "openai-images:old",
            "openai-chat",
            "openai-speech",
            "webhooks");

    private Services() {}

    static Service of(String name) {
        return switch (name) {
            case "openai-videos", "openai-videos:openai" -> new Videos(new Dialect());
            case "openai-videos:vllm-omni" -> new Videos(new VllmOmni());
            case "openai-videos:sglang" -> new Videos(new Sglang(false));
            case "openai-videos:sglang-cloud" -> new Videos(new Sglang(true));
            case "openai-videos:trtllm" -> new Videos(new TrtLlm());
            case "openai-videos:litellm" -> new Videos(new LiteLlm());
            case "openai-videos:new-api" -> new Videos(new NewApi());
            case "runway" -> new Runway();
            case "fal" -> new Fal();
            case "gemini-veo" -> new Veo();
            case "comfyui" -> new Comfy();
            case "openai-images" -> new Images(false);
            case "openai-images:old" -> new Images(true);
            case "openai-chat" -> new Chat();
            case "openai-speech" -> new Speech();
            case "webhooks" -> new Webhooks();
            default -> throw new IllegalArgumentException("no stand-in is called " + name + "; there are " + NAMES);
        };
    }
}
