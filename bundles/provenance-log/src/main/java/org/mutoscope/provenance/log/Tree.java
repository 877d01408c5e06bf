package org.mutoscope.provenance.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Merkle tree of a log of one size, computed from its tiles alone. Root and proofs are those of RFC 6962, sections 2.1 to 2.1.2. Not for several
 * threads.
 */
final class Tree {
    private final Folder folder;
    private final long size;

    Tree(Folder folder, long size) {
        this.folder = folder;
        this.size = size;
    }

    byte[] root() throws IOException {
        return size == 0 ? Hashes.nothing() : hash(0, size);
    }

    /** Hashes beside the way from a leaf up to the root, the leaf's neighbour first. */
    List<byte[]> inclusion(long index) throws IOException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("there is no entry " + index + " in a log of " + size);
        }
        List<byte[]> path = new ArrayList<>();
        long low = 0;
        long high = size;
        while (high - low > 1) {
            long middle = low + half(high - low);
            if (index < middle) {
                path.add(0, hash(middle, high));
                high = middle;
            } else {
                path.add(0, hash(low, middle));
                low = middle;
            }
        }
        return path;
    }

    /** Proof that a log of an earlier size is the beginning of this one; empty for 0 and for this size. */
    List<byte[]> consistency(long earlier) throws IOException {
        if (earlier < 0 || earlier > size) {
            throw new IllegalArgumentException("a log of " + size + " was never one of " + earlier);
        }
        return earlier == 0 || earlier == size ? List.of() : consistency(earlier, new long[] {0, size}, true);
    }

    private List<byte[]> consistency(long earlier, long[] range, boolean whole) throws IOException {
        long count = range[1] - range[0];
        if (earlier == count) {
            return whole ? new ArrayList<>() : new ArrayList<>(List.of(hash(range[0], range[1])));
        }
        long half = half(count);
        long middle = range[0] + half;
        List<byte[]> proof;
        if (earlier <= half) {
            proof = consistency(earlier, new long[] {range[0], middle}, whole);
            proof.add(hash(middle, range[1]));
        } else {
            proof = consistency(earlier - half, new long[] {middle, range[1]}, false);
            proof.add(hash(range[0], middle));
        }
        return proof;
    }

    /** The largest power of two below a count of at least 2. */
    private static long half(long count) {
        return Long.highestOneBit(count - 1);
    }

    private byte[] hash(long low, long high) throws IOException {
        long count = high - low;
        if (Long.bitCount(count) == 1) {
            return complete(low, count);
        }
        long middle = low + half(count);
        return Hashes.node(hash(low, middle), hash(middle, high));
    }

    /** Hash over a subtree of a power of two of leaves, which begins at a multiple of it. */
    private byte[] complete(long low, long count) throws IOException {
        int height = Long.numberOfTrailingZeros(count);
        int level = height / Tile.HEIGHT;
        int width = 1 << (height % Tile.HEIGHT);
        long first = low >>> (level * Tile.HEIGHT);
        byte[] tile = tile(Tile.of(level, first / Tile.FULL, size));
        int offset = (int) (first % Tile.FULL) * Hashes.LENGTH;
        return fold(Arrays.copyOfRange(tile, offset, offset + width * Hashes.LENGTH));
    }

    /** Root over hashes whose number is a power of two. */
    static byte[] fold(byte[] hashes) {
        if (hashes.length == Hashes.LENGTH) {
            return hashes;
        }
        int middle = hashes.length / 2;
        return Hashes.node(
                fold(Arrays.copyOf(hashes, middle)), fold(Arrays.copyOfRange(hashes, middle, hashes.length)));
    }

    private byte[] tile(Tile wanted) throws IOException {
        byte[] content = folder.read(wanted.path())
                .orElseThrow(() -> new IOException("the log has no " + wanted.path() + " any more"));
        if (content.length != wanted.width() * Hashes.LENGTH) {
            throw new IOException(
                    wanted.path() + " has " + content.length + " bytes instead of " + wanted.width() * Hashes.LENGTH);
        }
        return content;
    }
}
