package org.mutoscope.provenance.c2pa;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statements of our manifests, as values of {@link Cbor}. Section numbers are those of C2PA 2.2. */
final class Assertions {
    static final String ACTIONS = "c2pa.actions.v2";
    static final String INGREDIENT = "c2pa.ingredient.v3";
    static final String SOFT_BINDING = "c2pa.soft-binding";
    static final String TRAINING = "cawg.training-mining";
    static final String DISCLOSURE = "org.mutoscope.disclosure";
    static final String GRANTS = "org.mutoscope.licence-grants";
    static final String ATTRIBUTION = "org.mutoscope.attribution";

    private static final String SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/";
    /** IPTC: wholly made by a model. */
    static final String GENERATED = SOURCE + "trainedAlgorithmicMedia";
    /** IPTC: a model worked on media that it did not make. */
    static final String COMPOSED = SOURCE + "compositeWithTrainedAlgorithmicMedia";

    private Assertions() {}

    /** A reference to a box of the same manifest or store, with its digest (section 8.3). */
    static Map<String, Object> reference(String url, byte[] sha256) {
        return Map.of("url", "self#jumbf=" + url, "hash", sha256);
    }

    /** A point in time as CBOR holds it, to the second. */
    static Object time(Instant time) {
        return new Cbor.Tagged(0, time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /**
     * One action (section 18.15).
     *
     * @param name for example {@code c2pa.created}
     * @param more fields beside name and time
     */
    static Map<String, Object> action(String name, Instant when, Map<String, ?> more) {
        Map<String, Object> action = new LinkedHashMap<>(more);
        action.put("action", name);
        action.put("when", time(when));
        return action;
    }

    /** All actions, said to be all. */
    static Map<String, Object> actions(List<Map<String, Object>> actions) {
        return Map.of("actions", actions, "allActionsIncluded", true);
    }

    /** What may be done with the clip by those who train models (CAWG 1.1): nothing, unless the operator says otherwise. */
    static Map<String, Object> training(String use) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (String name : List.of("ai_generative_training", "ai_training", "ai_inference", "data_mining")) {
            entries.put("cawg." + name, Map.of("use", use));
        }
        return Map.of("entries", entries);
    }

    /** Words that holders want to go with the clip: the duty {@code attribute} of their licences. */
    static Map<String, Object> attribution(String words) {
        return Map.of("text", words);
    }

    /** The mark within the picture by which the manifest is found again when it has been stripped (section 18.10). */
    static Map<String, Object> softBinding(String algorithm, byte[] mark) {
        return Map.of(
                "alg", algorithm, "blocks", List.of(Map.of("scope", Map.of(), "value", mark)), "pad", new byte[0]);
    }

    /** Who made it with what, when, and its unique id: the latent disclosure of California's SB 942, without a person. */
    static Map<String, Object> disclosure(ClipFacts clip) {
        return Map.of(
                "provider", clip.provider(),
                "system", clip.model(),
                "version", clip.systemVersion(),
                "created", time(clip.createdAt()),
                "id", clip.assetId());
    }

    /** Licences that the clip was made under; ids only. */
    static Map<String, Object> grants(List<String> ids) {
        return Map.of("grants", new ArrayList<>(ids));
    }
}
