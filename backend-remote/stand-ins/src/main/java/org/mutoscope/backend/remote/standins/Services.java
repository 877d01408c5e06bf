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
            "openai-videos:new-api");

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
            default -> throw new IllegalArgumentException("no stand-in is called " + name + "; there are " + NAMES);
        };
    }
}
