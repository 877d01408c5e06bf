package org.mutoscope.provenance.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An append-only log in a folder, in the form of C2SP tlog-tiles, with one writer. What {@link #append} returned is durable and published.
 *
 * <p>Order of writing: entries and tiles, durably; the checkpoint into a file of the writer's own beside the key, durably; then the checkpoint that is
 * published. So after a crash the published checkpoint is one whose tiles are all there, and what was signed is either published or is so at the next
 * start. The writer's own file also tells when the folder is older than it should be, as after the restore of a backup: then nothing is signed any more,
 * since two histories under one name are what a log exists to rule out. Not for several threads, but for {@link #read}, {@link #checkpoint} and {@link #proof}.
 */
final class Log implements AutoCloseable {
    static final String CHECKPOINT = "checkpoint";

    /** Most bytes of an entry; the format has two bytes for its length. */
    static final int MOST = 65_535;

    private static final String SIGNED = "log.signed";
    private static final String LOCK = "log.lock";

    private final Folder folder;
    private final Folder own;
    private final LogKey key;
    private final FileChannel lock;
    private final List<byte[]> edge = new ArrayList<>(); // hashes of the last tile of each level
    private final List<Tile> filled = new ArrayList<>(); // whose partial ones nobody needs any more
    private byte[] entries = {}; // of the last bundle
    private volatile Checkpoint published;

    /**
     * Opens or begins a log.
     *
     * @param tiles folder that is served
     * @param keys folder of the installation's keys
     * @throws IOException if another process writes it, or if what is there is not what was signed; the words say what to do
     */
    Log(Path tiles, Path keys, LogKey key) throws IOException, GeneralSecurityException {
        Files.createDirectories(tiles);
        this.folder = new Folder(tiles);
        this.own = new Folder(keys);
        this.key = key;
        this.lock = lock(keys.resolve(LOCK));
        try {
            published = recover();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) { // another one in this process
            channel.close();
            throw new IOException("the log has a writer already", e);
        }
        channel.close();
        throw new IOException("another process writes the log; one may");
    }

    private Checkpoint recover() throws IOException, GeneralSecurityException {
        Optional<Checkpoint> open = find(folder, CHECKPOINT);
        Optional<Checkpoint> signed = find(own, SIGNED);
        if (signed.isEmpty() && open.isEmpty()) {
            publish(key.sign(0, Hashes.nothing()));
            return published;
        }
        if (signed.isEmpty()) {
            throw new IOException("the log is there, but not what was signed last (" + SIGNED + " beside the key):"
                    + " bring it back from where the key came from");
        }
        Checkpoint last = signed.get();
        if (open.isPresent() && (open.get().size() > last.size() || differs(open.get(), last))) {
            throw new IOException("the published checkpoint (" + open.get().size()
                    + " entries) is not one that this installation signed last (" + last.size() + ")");
        }
        if (!Arrays.equals(new Tree(folder, last.size()).root(), last.root())) {
            throw new IOException("the tiles are not those of the last checkpoint that was signed (" + last.size()
                    + " entries): bring back a newer copy of the folder");
        }
        load(last.size());
        if (open.isEmpty() || open.get().size() < last.size()) {
            publish(last);
            return last;
        }
        return open.get(); // it may have more signatures
    }

    private static boolean differs(Checkpoint one, Checkpoint other) {
        return one.size() == other.size() && !Arrays.equals(one.root(), other.root());
    }

    private Optional<Checkpoint> find(Folder where, String name) throws IOException {
        Optional<byte[]> note = where.read(name);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        Checkpoint found = Checkpoint.parse(new String(note.get(), StandardCharsets.UTF_8));
        if (!found.isSignedBy(key.verifier())) {
            throw new IOException(name + " is not signed by the key of this log");
        }
        return Optional.of(found);
    }

    /** The right edge of the tree. */
    private void load(long size) throws IOException {
        for (int level = 0; size >>> (Tile.HEIGHT * level) > 0; level++) {
            Tile last = Tile.last(level, size);
            edge.add(last.width() == Tile.FULL ? new byte[0] : require(last));
        }
        if (size % Tile.FULL != 0) {
            Tile last = Tile.last(0, size);
            entries = require(new Tile(Tile.ENTRIES, last.index(), last.width()));
        }
    }

    private byte[] require(Tile tile) throws IOException {
        return folder.read(tile.path())
                .orElseThrow(() -> new IOException("the log has no " + tile.path() + " any more"));
    }

    /**
     * Appends entries and publishes the log with them.
     *
     * @param more each of 1 to {@link #MOST} bytes
     * @return the number of the first
     * @throws IOException if it could not be written; then none was appended, and the same log can go on after a new {@code Log} was opened
     */
    long append(List<byte[]> more) throws IOException, GeneralSecurityException {
        long size = published.size();
        long first = size;
        for (byte[] entry : more) {
            add(entry, size);
            size++;
        }
        bundle(size);
        for (int level = 0; level < edge.size(); level++) {
            if (edge.get(level).length > 0) {
                folder.write(Tile.last(level, size).path(), edge.get(level));
            }
        }
        folder.sync();
        publish(key.sign(size, new Tree(folder, size).root()));
        for (Tile full : filled) {
            folder.deletePartial(full);
        }
        filled.clear();
        return first;
    }

    private void add(byte[] entry, long index) throws IOException {
        if (entry.length == 0 || entry.length > MOST) {
            throw new IOException("an entry has 1 to " + MOST + " bytes, not " + entry.length);
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(entries);
        joined.write(entry.length >>> Byte.SIZE);
        joined.write(entry.length);
        joined.write(entry);
        entries = joined.toByteArray();
        grow(0, index, Hashes.leaf(entry));
        if ((index + 1) % Tile.FULL == 0) {
            bundle(index + 1);
            filled.add(new Tile(Tile.ENTRIES, index / Tile.FULL, Tile.FULL));
            entries = new byte[0];
        }
    }

    /** Adds a hash to the last tile of a level; one that is full is written and is a hash of the level above. */
    private void grow(int level, long index, byte[] hash) throws IOException {
        if (edge.size() == level) {
            edge.add(new byte[0]);
        }
        byte[] tile = edge.get(level);
        byte[] grown = Arrays.copyOf(tile, tile.length + hash.length);
        System.arraycopy(hash, 0, grown, tile.length, hash.length);
        if (grown.length < Tile.FULL * Hashes.LENGTH) {
            edge.set(level, grown);
        } else {
            Tile full = new Tile(level, index / Tile.FULL, Tile.FULL);
            folder.write(full.path(), grown);
            filled.add(full);
            edge.set(level, new byte[0]);
            grow(level + 1, index / Tile.FULL, Tree.fold(grown));
        }
    }

    private void bundle(long size) throws IOException {
        if (entries.length > 0) {
            Tile last = Tile.last(0, size);
            folder.write(new Tile(Tile.ENTRIES, last.index(), last.width()).path(), entries);
        }
    }

    private void publish(Checkpoint checkpoint) throws IOException {
        byte[] note = checkpoint.note().getBytes(StandardCharsets.UTF_8);
        own.write(SIGNED, note);
        own.sync();
        folder.write(CHECKPOINT, note);
        folder.sync();
        published = checkpoint;
    }

    /** Publishes the last checkpoint again, with signatures of witnesses. */
    void cosigned(Checkpoint more) throws IOException {
        if (more.size() == published.size()) {
            folder.write(CHECKPOINT, more.note().getBytes(StandardCharsets.UTF_8));
            folder.sync();
            published = more;
        }
    }

    Checkpoint checkpoint() {
        return published;
    }

    /** A file as it is served, or nothing. */
    Optional<byte[]> read(String path) throws IOException {
        return path.equals(CHECKPOINT) || Tile.parse(path).isPresent() ? folder.read(path) : Optional.empty();
    }

    List<byte[]> consistency(long earlier) throws IOException {
        return new Tree(folder, published.size()).consistency(earlier);
    }

    /** Proof that an entry is in the log, as C2SP tlog-proof; empty if there is no such entry. */
    Optional<String> proof(long index) throws IOException {
        Checkpoint now = published;
        if (index < 0 || index >= now.size()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex ")
                .append(index)
                .append('\n');
        for (byte[] hash : new Tree(folder, now.size()).inclusion(index)) {
            text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return Optional.of(text.append('\n').append(now.note()).toString());
    }

    /** The key, as others need it to verify. */
    NoteKey verifier() {
        return key.verifier();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    @Override
    public String toString() {
        Checkpoint now = published;
        return now.origin() + " with " + now.size() + " entries, root "
                + HexFormat.of().formatHex(now.root());
    }
}
