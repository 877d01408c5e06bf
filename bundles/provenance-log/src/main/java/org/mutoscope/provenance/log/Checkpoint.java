package org.mutoscope.provenance.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a log says of itself at one size, signed (C2SP tlog-checkpoint and signed-note). Immutable.
 *
 * @param origin name of the log
 * @param size how many entries it has
 * @param root hash over them
 * @param signatures lines below the text, each begins with a dash
 */
record Checkpoint(String origin, long size, byte[] root, List<String> signatures) {
    /** Most signatures of one that is read. */
    private static final int MOST = 64;

    private static final String DASH = "\u2014 ";

    Checkpoint {
        signatures = List.copyOf(signatures);
    }

    /** @throws IOException if it is none, in words */
    static Checkpoint parse(String note) throws IOException {
        int end = note.lastIndexOf("\n\n");
        List<String> body = end < 0 ? List.of() : note.substring(0, end).lines().toList();
        List<String> signatures =
                end < 0 ? List.of() : note.substring(end + 2).lines().toList();
        if (body.size() < 3 || body.get(0).isEmpty() || !body.get(1).matches("0|[1-9][0-9]{0,17}")) {
            throw new IOException("a checkpoint has a name, a size and a hash, a line each, then signatures");
        }
        if (body.size() > 3) {
            throw new IOException("a checkpoint of a log of ours has three lines, this has " + body.size());
        }
        if (signatures.isEmpty()
                || signatures.size() > MOST
                || !signatures.stream().allMatch(line -> line.startsWith(DASH))) {
            throw new IOException("a checkpoint has 1 to " + MOST + " signatures, a line each");
        }
        try {
            byte[] root = Base64.getDecoder().decode(body.get(2));
            if (root.length == Hashes.LENGTH) {
                return new Checkpoint(body.get(0), Long.parseLong(body.get(1)), root, signatures);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the hash of the checkpoint is not base64", e);
        }
        throw new IOException("the hash of the checkpoint does not have " + Hashes.LENGTH + " bytes");
    }

    /** The text that is signed. */
    String body() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /** The whole note. */
    String note() {
        StringBuilder note = new StringBuilder(body()).append('\n');
        signatures.forEach(line -> note.append(line).append('\n'));
        return note.toString();
    }

    /** With a signature. @param signature of the body, for a cosignature with its time in front */
    Checkpoint signed(NoteKey by, byte[] signature) {
        byte[] id = by.id();
        byte[] all = Arrays.copyOf(id, id.length + signature.length);
        System.arraycopy(signature, 0, all, id.length, signature.length);
        List<String> more = new ArrayList<>(signatures);
        more.add(DASH + by.name() + " " + Base64.getEncoder().encodeToString(all));
        return new Checkpoint(origin, size, root, more);
    }

    /** Whether a key signed it. A signature in its name that is wrong makes all of it wrong. */
    boolean isSignedBy(NoteKey key) {
        boolean found = false;
        for (String line : signatures) {
            byte[] signature = signature(line, key);
            if (signature != null) {
                if (!verifies(key, signature)) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private boolean verifies(NoteKey key, byte[] signature) {
        if (key.type() == NoteKey.NOTE) {
            return key.verifies(body().getBytes(StandardCharsets.UTF_8), signature);
        }
        if (signature.length <= Long.BYTES) {
            return false;
        }
        ByteBuffer timed = ByteBuffer.wrap(signature);
        long time = timed.getLong();
        byte[] rest = new byte[timed.remaining()];
        timed.get(rest);
        return time >= 0 && key.verifies(cosigned(time), rest);
    }

    /** What a witness signs. @param time seconds since 1970 */
    byte[] cosigned(long time) {
        return ("cosignature/v1\ntime " + time + "\n" + body()).getBytes(StandardCharsets.UTF_8);
    }

    /** The signature of a line, or null if it is not by this key. */
    private static byte[] signature(String line, NoteKey key) {
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[1].equals(key.name())) {
            return null;
        }
        try {
            byte[] all = Base64.getDecoder().decode(words[2]);
            boolean its = all.length > NoteKey.ID && Arrays.equals(Arrays.copyOf(all, NoteKey.ID), key.id());
            return its ? Arrays.copyOfRange(all, NoteKey.ID, all.length) : null;
        } catch (IllegalArgumentException e) { // somebody else's kind of signature
            return null;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that && note().equals(that.note());
    }

    @Override
    public int hashCode() {
        return note().hashCode();
    }
}
