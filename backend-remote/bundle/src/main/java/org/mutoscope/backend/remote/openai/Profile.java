package org.mutoscope.backend.remote.openai;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** In what a server differs from the API that it speaks. What all of them get wrong in the same way is read tolerantly for all. */
public enum Profile {
    /** The API as OpenAI published it. */
    OPENAI(Set.of(Quirk.STOPS, Quirk.LISTS, Quirk.EDITS), Set.of()),
    /** Another Mutoscope: repeats a request with the same Idempotency-Key instead of making it twice. */
    MUTOSCOPE(Set.of(Quirk.STOPS, Quirk.LISTS, Quirk.IDEMPOTENT, Quirk.SEED), Set.of("negative_prompt")),
    /** vLLM-Omni: forms alone, one model for each process, DELETE aborts. */
    VLLM_OMNI(
            Set.of(Quirk.STOPS, Quirk.LISTS, Quirk.SEED, Quirk.SOUND),
            Set.of(
                    "negative_prompt",
                    "num_inference_steps",
                    "guidance_scale",
                    "guidance_scale_2",
                    "flow_shift",
                    "fps")),
    /** SGLang: words alone go as JSON, a form needs a picture; DELETE forgets the job and lets it run. */
    SGLANG(
            Set.of(Quirk.LISTS, Quirk.SEED, Quirk.JSON_WORDS),
            Set.of("negative_prompt", "num_inference_steps", "guidance_scale", "fps", "num_frames")),
    /** TensorRT-LLM VisualGen: answers 202, an error is a text. */
    TRTLLM(
            Set.of(Quirk.STOPS, Quirk.LISTS, Quirk.SEED),
            Set.of("negative_prompt", "num_inference_steps", "guidance_scale", "fps")),
    /** LiteLLM's proxy: has no DELETE; names are long. */
    LITELLM(Set.of(Quirk.LISTS, Quirk.EDITS, Quirk.NO_DELETE), Set.of()),
    /** new-api and its family: neither list nor DELETE; many words for one state. */
    NEW_API(Set.of(Quirk.NO_DELETE), Set.of());

    /** One difference. */
    enum Quirk {
        /** DELETE ends the work. */
        STOPS,
        /** There is no DELETE. */
        NO_DELETE,
        /** There is a list of jobs. */
        LISTS,
        /** There is {@code /videos/edits}. */
        EDITS,
        /** The same request with the same key is one job. */
        IDEMPOTENT,
        /** The seed is kept to. */
        SEED,
        /** Sound has to be asked for. */
        SOUND,
        /** A request without a picture goes as JSON. */
        JSON_WORDS
    }

    private final Set<Quirk> quirks;
    private final Set<String> extras;

    Profile(Set<Quirk> quirks, Set<String> extras) {
        this.quirks = quirks;
        this.extras = extras;
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /** Parameters of the client's that are passed on. Never one that names a file or an address of the server. */
    Set<String> extras() {
        return extras;
    }

    /** Whether a clip can be stopped. */
    public boolean stops() {
        return has(Quirk.STOPS);
    }

    /** Whether clips can be edited. */
    public boolean edits() {
        return has(Quirk.EDITS);
    }

    /** The name in a configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names. */
    public static Set<String> words() {
        return Arrays.stream(values()).map(Profile::word).collect(Collectors.toSet());
    }

    /** @throws IllegalArgumentException if there is none of this name */
    public static Profile of(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no profile " + word));
    }
}
