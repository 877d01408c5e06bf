package org.mutoscope.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Computes a log (C2SP tlog-tiles, RFC 6962) anew from its files and says what does not fit. Written from the format and not from the code that writes the
 * log, so that a fault there shows here.
 */
final class History {
    private static final int WIDTH = 256;
    private static final int HASH = 32;
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Files files;

    History(Files files) {
        this.files = files;
    }

    /** The files of a log, from a folder or an address. */
    @FunctionalInterface
    interface Files {
        /** A file, or nothing. */
        Optional<byte[]> read(String path) throws IOException;
    }

    /** What a checkpoint says. */
    record Head(String origin, long size, String root, String body, List<String> signatures) {
        static Head of(String note) {
            int end = note.lastIndexOf("\n\n");
            String[] lines = end < 0 ? new String[0] : note.substring(0, end).split("\n", -1);
            if (lines.length < 3 || !lines[1].matches("0|[1-9][0-9]{0,11}")) {
                throw new Failure(Failure.REFUSED, "the checkpoint does not have a name, a size and a hash");
            }
            return new Head(
                    lines[0],
                    Long.parseLong(lines[1]),
                    lines[2],
                    note.substring(0, end + 1),
                    note.substring(end + 2).lines().toList());
        }
    }

    private byte[] need(String path) throws IOException {
        return files.read(path).orElseThrow(() -> new Failure(Failure.REFUSED, "there is no " + path));
    }

    Head head() throws IOException {
        return Head.of(new String(need("checkpoint"), StandardCharsets.UTF_8));
    }

    /** Whether the checkpoint is signed by a key, {@code name+id+base64}. */
    static boolean signed(Head head, String key) {
        String[] parts = key.strip().split("\\+", 3);
        try {
            byte[] typed = Base64.getDecoder().decode(parts[parts.length - 1]);
            if (parts.length != 3 || typed.length != HASH + 1 || typed[0] != 1) {
                throw new Failure(Failure.USAGE, "a key of a log is NAME+ID+BASE64, of Ed25519");
            }
            byte[] encoded = join(ED25519, Arrays.copyOfRange(typed, 1, typed.length));
            for (String line : head.signatures()) {
                String[] words = line.split(" ");
                if (words.length == 3 && words[1].equals(parts[0]) && verifies(head, encoded, words[2], parts[1])) {
                    return true;
                }
            }
            return false;
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, "the key is not base64", e);
        } catch (GeneralSecurityException e) {
            throw new Failure(Failure.USAGE, "that is no key of Ed25519", e);
        }
    }

    private static boolean verifies(Head head, byte[] key, String line, String id) throws GeneralSecurityException {
        byte[] bytes = Base64.getDecoder().decode(line);
        if (bytes.length != 4 + 64 || !HexFormat.of().formatHex(bytes, 0, 4).equals(id)) {
            return false;
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
        signature.update(head.body().getBytes(StandardCharsets.UTF_8));
        return signature.verify(bytes, 4, 64);
    }

    /** All leaf hashes, from the entries. */
    List<byte[]> leaves(long size) throws IOException {
        List<byte[]> leaves = new ArrayList<>();
        for (long bundle = 0; leaves.size() < size; bundle++) {
            int width = (int) Math.min(WIDTH, size - bundle * WIDTH);
            String path = path("entries", bundle, width);
            byte[] bytes = need(path);
            int at = 0;
            for (int i = 0; i < width; i++) {
                int length = at + 2 > bytes.length ? -1 : (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
                if (length < 0 || at + 2 + length > bytes.length) {
                    throw new Failure(Failure.REFUSED, path + " ends within an entry");
                }
                leaves.add(hash(new byte[] {0}, Arrays.copyOfRange(bytes, at + 2, at + 2 + length)));
                at += 2 + length;
            }
            if (at != bytes.length) {
                throw new Failure(Failure.REFUSED, path + " has more than " + width + " entries");
            }
        }
        return leaves;
    }

    /** Compares every tile of hashes. @return how many there are */
    int tiles(List<byte[]> leaves) throws IOException {
        int compared = 0;
        List<byte[]> hashes = leaves;
        for (int level = 0; !hashes.isEmpty(); level++) {
            List<byte[]> above = new ArrayList<>();
            for (int from = 0; from < hashes.size(); from += WIDTH) {
                List<byte[]> some = hashes.subList(from, Math.min(from + WIDTH, hashes.size()));
                String path = path(String.valueOf(level), from / WIDTH, some.size());
                if (!Arrays.equals(need(path), join(some.toArray(byte[][]::new)))) {
                    throw new Failure(Failure.REFUSED, path + " does not have the hashes of what is below it");
                }
                compared++;
                if (some.size() == WIDTH) {
                    above.add(root(some));
                }
            }
            hashes = above;
        }
        return compared;
    }

    /** Root over leaf hashes, RFC 6962, section 2.1. */
    static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return hash();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return hash(new byte[] {1}, root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    private static String path(String level, long index, int width) {
        String digits = String.valueOf(index);
        digits = "0".repeat((3 - digits.length() % 3) % 3) + digits;
        StringBuilder path = new StringBuilder("tile/" + level);
        for (int i = 0; i < digits.length(); i += 3) {
            path.append(i + 3 < digits.length() ? "/x" : "/").append(digits, i, i + 3);
        }
        return width == WIDTH ? path.toString() : path + ".p/" + width;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] hash(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(join(parts));
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }
}
