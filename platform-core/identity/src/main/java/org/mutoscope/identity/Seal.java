package org.mutoscope.identity;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.mutoscope.core.identity.AuditLog;

/**
 * The hashes of the audit: SHA-256 over lines, a Merkle tree over the lines of a block (RFC 6962, section 2.1: 0 before a leaf, 1 before a node), and a
 * chain over blocks.
 */
final class Seal {
    /** What the first block has before it. */
    static final String BEGINNING = "0".repeat(64);

    private static final HexFormat HEX = HexFormat.of();

    private Seal() {}

    /** Seals lines, at least one, in the order of their numbers. @param before the last block, or null */
    static AuditTable.Block over(List<AuditLog.Line> lines, AuditTable.Block before) {
        long n = before == null ? 1 : before.n() + 1;
        long first = lines.get(0).seq();
        long last = lines.get(lines.size() - 1).seq();
        String previous = before == null ? BEGINNING : before.hash();
        AuditTable.Block open = new AuditTable.Block(n, first, last, root(lines), previous, "", false);
        return new AuditTable.Block(n, first, last, open.root(), previous, hash(open), false);
    }

    static String hash(AuditTable.Block block) {
        String words = "mutoscope audit block " + block.n() + " " + block.first() + " " + block.last() + " "
                + block.root() + " " + block.previous();
        return HEX.formatHex(sha256().digest(words.getBytes(StandardCharsets.US_ASCII)));
    }

    /** @return the hash of no bytes if there are no lines */
    static String root(List<AuditLog.Line> lines) {
        List<byte[]> level = new ArrayList<>();
        for (AuditLog.Line line : lines) {
            level.add(leaf(line));
        }
        if (level.isEmpty()) {
            return HEX.formatHex(sha256().digest());
        }
        while (level.size() > 1) {
            // Pairs from the left, what is left over rises: the tree of RFC 6962 with its largest power of two to the
            // left.
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                MessageDigest digest = sha256();
                digest.update((byte) 1);
                digest.update(level.get(i));
                above.add(digest.digest(level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                above.add(level.get(level.size() - 1));
            }
            level = above;
        }
        return HEX.formatHex(level.get(0));
    }

    private static byte[] leaf(AuditLog.Line line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(0);
            out.writeLong(line.seq());
            out.writeLong(line.at().getEpochSecond());
            out.writeInt(line.at().getNano() / 1_000);
            // Each with its length, so that nothing can move from one into the other.
            for (String text : new String[] {line.principal(), line.act(), line.subject(), line.outcome()}) {
                byte[] content = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text == null ? -1 : content.length);
                out.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256().digest(bytes.toByteArray());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
