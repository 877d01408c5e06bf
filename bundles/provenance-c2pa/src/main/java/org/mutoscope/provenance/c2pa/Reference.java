package org.mutoscope.provenance.c2pa;

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reference to a box of a manifest store with the box's digest ({@code hashed_uri}, C2PA 2.2, section 8.3).
 *
 * @param path labels from the store downwards: manifest, then what is within
 * @param hash digest of the box
 * @param algorithm name of the digest
 */
record Reference(List<String> path, byte[] hash, String algorithm) {
    private static final String SCHEME = "self#jumbf=";
    private static final String STORE = "/c2pa/";

    /**
     * Reads a reference that a stranger wrote.
     *
     * @param value the CBOR value
     * @param manifest label of the manifest that relative paths begin in
     * @param usual digest that the claim names for references that name none
     */
    static Reference read(Object value, String manifest, String usual) throws Malformed {
        if (value instanceof Map<?, ?> map
                && map.get("url") instanceof String url
                && map.get("hash") instanceof byte[] hash) {
            return new Reference(path(url, manifest), hash, map.get("alg") instanceof String own ? own : usual);
        }
        throw new Malformed("claim.malformed", "a reference lacks its address or digest");
    }

    /** Labels of an address. @throws Malformed if it leaves the store */
    static List<String> path(String url, String manifest) throws Malformed {
        if (!url.startsWith(SCHEME)) {
            throw new Malformed("claim.malformed", "a reference leaves the manifest store");
        }
        String rest = url.substring(SCHEME.length());
        String whole = rest.startsWith(STORE) ? rest.substring(STORE.length()) : manifest + "/" + rest;
        List<String> labels = List.of(whole.split("/", -1));
        if (labels.stream().anyMatch(label -> label.isEmpty() || label.equals(".") || label.equals(".."))) {
            throw new Malformed("claim.malformed", "a reference has an address that is no path of labels");
        }
        return labels;
    }

    /** The address for people and reports. */
    String url() {
        return SCHEME + STORE + String.join("/", path);
    }

    /** Whether it points into another manifest than this one. */
    boolean leaves(String manifest) {
        return !path.get(0).equals(manifest);
    }

    /** The box it points to. */
    Optional<Superbox> in(Superbox store) {
        Optional<Superbox> at = Optional.of(store);
        for (String label : path) {
            at = at.flatMap(box -> box.box(label));
        }
        return at;
    }

    /** Whether a box is the one it was made for. */
    boolean matches(Superbox box) throws Malformed {
        return MessageDigest.isEqual(hash, box.digest(algorithm));
    }
}
