package org.mutoscope.provenance.c2pa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something a clip was made from.
 *
 * @param relation what it is to the clip
 * @param title its name, for example its asset id
 * @param mediaType for example {@code video/mp4}
 * @param store its manifest store, or nothing if it has none that can be carried on
 */
record Ingredient(Relation relation, String title, String mediaType, Optional<CheckedStore> store) {
    /** What an ingredient is to the clip (C2PA 2.2, section 18.16). */
    enum Relation {
        /** The clip is this one, changed. */
        PARENT("parentOf"),
        /** A part of the clip. */
        COMPONENT("componentOf"),
        /** Something the model was given, for example a picture. */
        INPUT("inputTo");

        private final String word;

        Relation(String word) {
            this.word = word;
        }
    }

    /**
     * A store that has been read and checked.
     *
     * @param store all its manifests
     * @param findings what the check found of the active one
     */
    record CheckedStore(Superbox store, List<Finding> findings) {
        Superbox active() {
            return store.boxes().get(store.boxes().size() - 1);
        }
    }

    /** The assertion about it. */
    Map<String, Object> assertion() throws Malformed {
        Map<String, Object> assertion = new LinkedHashMap<>();
        assertion.put("relationship", relation.word);
        assertion.put("dc:title", title);
        assertion.put("dc:format", mediaType);
        if (store.isPresent()) {
            Superbox active = store.get().active();
            String path = "/c2pa/" + active.label();
            assertion.put("activeManifest", Assertions.reference(path, active.digest(Digests.SHA_256)));
            Superbox signature = active.box("c2pa.signature")
                    .orElseThrow(() -> Malformed.box("the ingredient's manifest is not signed"));
            assertion.put(
                    "claimSignature",
                    Assertions.reference(path + "/c2pa.signature", signature.digest(Digests.SHA_256)));
            assertion.put(
                    "validationResults",
                    Map.of("activeManifest", results(store.get().findings())));
        }
        return assertion;
    }

    private static Map<String, Object> results(List<Finding> findings) {
        Map<String, Object> results = new LinkedHashMap<>();
        for (Finding.Kind kind : Finding.Kind.values()) {
            List<Object> listed = new ArrayList<>();
            findings.stream().filter(each -> each.kind() == kind).forEach(each -> listed.add(entry(each)));
            results.put(kind.word(), listed);
        }
        return results;
    }

    private static Map<String, Object> entry(Finding finding) {
        return finding.url() == null
                ? Map.of("code", finding.code())
                : Map.of("code", finding.code(), "url", finding.url());
    }
}
