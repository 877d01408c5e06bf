package org.mutoscope.provenance.c2pa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A claim as it was read: version 2, or 1 of older signers.
 *
 * @param bytes as encoded: what is signed
 * @param generator program that made it
 * @param assertions references to its statements
 * @param algorithm digest of references that name none
 */
record Claim(byte[] bytes, String generator, List<Reference> assertions, String algorithm) {
    private static final int MOST_ASSERTIONS = 1_000;

    /** Reads the claim of a manifest. @throws Malformed with the code {@code claim.missing} or {@code claim.malformed} */
    static Claim read(Superbox manifest) throws Malformed {
        List<Superbox> claims = manifest.boxes().stream()
                .filter(box -> "c2cl".equals(box.kind()))
                .toList();
        if (claims.size() != 1) {
            throw new Malformed(
                    claims.isEmpty() ? "claim.missing" : "claim.multiple",
                    "the manifest has " + claims.size() + " claims");
        }
        byte[] bytes = claims.get(0).content("cbor");
        Map<?, ?> map = CborReader.map(bytes);
        String algorithm = map.get("alg") instanceof String own ? own : Digests.SHA_256;
        List<Reference> references = new ArrayList<>();
        for (String list : List.of("created_assertions", "gathered_assertions", "assertions")) {
            if (map.get(list) instanceof List<?> listed) {
                if (listed.size() + references.size() > MOST_ASSERTIONS) {
                    throw new Malformed("claim.malformed", "more than " + MOST_ASSERTIONS + " statements");
                }
                for (Object each : listed) {
                    references.add(Reference.read(each, manifest.label(), algorithm));
                }
            }
        }
        return new Claim(bytes, generator(map), List.copyOf(references), algorithm);
    }

    private static String generator(Map<?, ?> claim) {
        Object info = claim.get("claim_generator_info");
        Object first = info instanceof List<?> list && !list.isEmpty() ? list.get(0) : info;
        if (first instanceof Map<?, ?> map && map.get("name") instanceof String name) {
            return map.get("version") instanceof String version ? name + " " + version : name;
        }
        return claim.get("claim_generator") instanceof String old ? old : "";
    }
}
