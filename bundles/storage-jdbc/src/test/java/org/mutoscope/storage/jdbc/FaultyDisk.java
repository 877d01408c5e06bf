package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A disk with a cache that forgets. The real file shows what the cache holds; beside it this keeps what has surely reached the platter, which is the state at the
 * last force, and all changes since. When the power goes, any of those may have arrived: none, the first few, or some in any order, whole or torn at sectors.
 */
final class FaultyDisk {
    private static final int SECTOR = 512;

    private final Path file;
    private final Random random;
    private byte[] platter;
    private int platterSize;
    private final List<Change> cache = new ArrayList<>();
    private long operationsLeft = Long.MAX_VALUE;
    private boolean off;
    private String forceFault;
    private String writeFault;

    /** A change that has not been forced: bytes at a position, or a new size where there are none. */
    private record Change(int at, byte[] bytes) {}

    FaultyDisk(Path file, Random random) throws IOException {
        this.file = file;
        this.random = random;
        this.platter = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        this.platterSize = platter.length;
    }

    /** The power goes off at the n-th change or force from now on. */
    synchronized void cutAfter(long operations) {
        operationsLeft = operations;
    }

    /** Every force fails from now on. */
    synchronized void failForces(String message) {
        forceFault = message;
    }

    /** Every write fails from now on. */
    synchronized void failWrites(String message) {
        writeFault = message;
    }

    synchronized boolean isOff() {
        return off;
    }

    synchronized void requirePower() throws IOException {
        if (off) {
            throw new IOException("the power is off");
        }
    }

    /** Notes a write before it is made to the real file. */
    synchronized void write(ByteBuffer source, long position) throws IOException {
        if (writeFault != null) {
            throw new IOException(writeFault);
        }
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        cache.add(new Change(Math.toIntExact(position), bytes));
        operation();
    }

    synchronized void truncate(long size) throws IOException {
        cache.add(new Change(Math.toIntExact(size), null));
        operation();
    }

    synchronized void force() throws IOException {
        operation(); // the power may go while the disk is at it
        if (forceFault != null) {
            throw new IOException(forceFault);
        }
        cache.forEach(this::arrive);
        cache.clear();
    }

    /** Cuts the power now, if it is still on, and leaves in the real file what survived. */
    synchronized void cut() throws IOException {
        off = true;
        int mode = random.nextInt(4);
        int first = cache.isEmpty() ? 0 : random.nextInt(cache.size() + 1);
        if (mode == 0) {
            cache.clear();
        } else if (mode == 1) {
            cache.subList(0, first).forEach(this::arrive);
        } else {
            java.util.Collections.shuffle(cache, random);
            cache.forEach(change -> arriveSomehow(change, mode == 3));
        }
        cache.clear();
        Files.write(file, Arrays.copyOf(platter, platterSize));
    }

    private void operation() throws IOException {
        requirePower();
        if (--operationsLeft <= 0) {
            off = true;
            requirePower();
        }
    }

    private void arriveSomehow(Change change, boolean torn) {
        boolean whole = random.nextBoolean();
        if (whole || change.bytes == null) {
            if (whole) {
                arrive(change);
            }
            return;
        }
        for (int from = 0; torn && from < change.bytes.length; from += SECTOR) {
            if (random.nextBoolean()) {
                int to = Math.min(from + SECTOR, change.bytes.length);
                arrive(new Change(change.at + from, Arrays.copyOfRange(change.bytes, from, to)));
            }
        }
    }

    private void arrive(Change change) {
        if (change.bytes == null) {
            if (change.at < platterSize) {
                Arrays.fill(platter, change.at, platterSize, (byte) 0);
            }
            platterSize = change.at;
            return;
        }
        int end = change.at + change.bytes.length;
        if (end > platter.length) {
            platter = Arrays.copyOf(platter, Math.max(end, platter.length * 2));
        }
        System.arraycopy(change.bytes, 0, platter, change.at, change.bytes.length);
        platterSize = Math.max(platterSize, end);
    }
}
