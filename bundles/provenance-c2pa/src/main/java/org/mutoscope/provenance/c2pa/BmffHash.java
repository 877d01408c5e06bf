package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.provenance.c2pa.Mp4File.Box;

/**
 * The hard binding of an MP4 file, {@code c2pa.hash.bmff.v3} (C2PA 2.2, section 18.6): a digest over every outer box that is not
 * excluded, each with its offset in front, so that boxes can be neither changed nor moved.
 */
final class BmffHash {
    static final String LABEL = "c2pa.hash.bmff.v3";
    private static final int CHUNK = 1 << 16;
    /** What may be left out without leaving out what is seen or heard. */
    private static final Set<String> EXCLUDED = Set.of("/uuid", "/ftyp", "/mfra", "/free", "/skip");

    private BmffHash() {}

    /** The assertion for a digest of 32 bytes. The three exclusions are those that the specification demands. */
    static Map<String, Object> assertion(byte[] sha256) {
        Map<String, Object> credentials =
                Map.of("xpath", "/uuid", "data", List.of(Map.of("offset", 8L, "value", Mp4File.uuid())));
        return Map.of(
                "exclusions",
                List.of(credentials, Map.of("xpath", "/ftyp"), Map.of("xpath", "/mfra")),
                "alg",
                Digests.SHA_256,
                "hash",
                sha256,
                "name",
                "MP4 file");
    }

    /** Digest of a file whose manifest store is in place: what {@link #assertion} holds. */
    static byte[] of(FileChannel file) throws IOException {
        return digest(file, assertion(new byte[32]), Digests.SHA_256);
    }

    /**
     * Digest of a file under the exclusions of an assertion that a stranger may have written.
     *
     * @throws Malformed if the assertion is none, or asks for what cannot be checked here
     */
    static byte[] digest(FileChannel file, Map<?, ?> assertion, String algorithm) throws IOException {
        if (assertion.containsKey("merkle")) {
            throw new Malformed("assertion.bmffHash.malformed", "piecewise hashes (merkle) are not checked here");
        }
        if (!(assertion.get("exclusions") instanceof List<?> listed)) {
            throw new Malformed("assertion.bmffHash.malformed", "the hash assertion has no list of exclusions");
        }
        List<Exclusion> exclusions = new ArrayList<>();
        for (Object each : listed) {
            exclusions.add(Exclusion.of(each));
        }
        MessageDigest digest = Digests.of(algorithm);
        for (Box box : Mp4File.read(file).boxes()) {
            if (!excluded(file, box, exclusions)) {
                digest.update(ByteBuffer.allocate(8).putLong(box.offset()).array());
                digest(file, box, digest);
            }
        }
        return digest.digest();
    }

    private static boolean excluded(FileChannel file, Box box, List<Exclusion> exclusions) throws IOException {
        for (Exclusion exclusion : exclusions) {
            if (exclusion.covers(file, box)) {
                return true;
            }
        }
        return false;
    }

    private static void digest(FileChannel file, Box box, MessageDigest digest) throws IOException {
        for (long at = box.offset(); at < box.end(); at += CHUNK) {
            digest.update(Mp4File.bytes(file, at, (int) Math.min(CHUNK, box.end() - at)));
        }
    }

    /**
     * Which boxes stay out of the digest.
     *
     * @param type type of outer boxes
     * @param data bytes that such a box must hold to be meant
     */
    private record Exclusion(String type, List<At> data) {
        private record At(long offset, byte[] value) {
            boolean namesCredentials() {
                return offset == 8 && Arrays.equals(value, Mp4File.uuid());
            }
        }

        static Exclusion of(Object map) throws Malformed {
            if (!(map instanceof Map<?, ?> entry) || !(entry.get("xpath") instanceof String path)) {
                throw new Malformed("assertion.bmffHash.malformed", "an exclusion has no path");
            }
            for (String narrowed : List.of("subset", "length", "version", "flags")) {
                if (entry.get(narrowed) != null) {
                    throw new Malformed(
                            "assertion.bmffHash.malformed",
                            "exclusions narrowed by " + narrowed + " are not checked here");
                }
            }
            if (!EXCLUDED.contains(path)) {
                throw new Malformed(
                        "assertion.bmffHash.malformed", "the hash leaves out " + path + ", so it binds nothing");
            }
            List<At> data = new ArrayList<>();
            if (entry.get("data") instanceof List<?> listed) {
                for (Object each : listed) {
                    data.add(at(each));
                }
            }
            if (path.equals("/uuid") && data.stream().noneMatch(At::namesCredentials)) {
                throw new Malformed("assertion.bmffHash.malformed", "the hash leaves out any uuid box");
            }
            return new Exclusion(path.substring(1), data);
        }

        private static At at(Object map) throws Malformed {
            if (map instanceof Map<?, ?> entry
                    && entry.get("offset") instanceof Long offset
                    && offset >= 0
                    && entry.get("value") instanceof byte[] value) {
                return new At(offset, value);
            }
            throw new Malformed("assertion.bmffHash.malformed", "an exclusion compares no bytes");
        }

        boolean covers(FileChannel file, Box box) throws IOException {
            if (!box.type().equals(type)) {
                return false;
            }
            for (At at : data) {
                if (at.offset() > box.size() - at.value().length
                        || !holds(file, box.offset() + at.offset(), at.value())) {
                    return false;
                }
            }
            return true;
        }

        private static boolean holds(FileChannel file, long offset, byte[] value) throws IOException {
            byte[] there = new byte[value.length];
            Mp4File.bytes(file, offset, there.length).get(there);
            return Arrays.equals(there, value);
        }
    }
}
