package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code plugins.lock} and the jars it names. The framework runs these copies, named by their content: the files in {@code deploy/} may be deleted or
 * overwritten at any time, and what ran before is there to go back to. Guarded by the monitor of {@link Installation}.
 */
final class Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private static final String WHY = ".why";

    private final Path file;
    private final Path jars;
    private Lock lock = Lock.EMPTY;

    Shelf(Path data) throws IOException {
        this.file = data.resolve(Lock.FILE);
        this.jars = Files.createDirectories(data.resolve("plugins")).toAbsolutePath();
        if (Files.notExists(file) || read()) {
            sweep();
        }
    }

    /** @return whether it could be read; if not, every jar stays for whoever mends it */
    private boolean read() throws IOException {
        try {
            lock = Lock.parse(Files.readString(file));
            return true;
        } catch (Refusal e) {
            Path aside = file.resolveSibling(Lock.FILE + ".unreadable");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.error(
                    "{} It was set aside as {}; what lies in deploy/ runs, and nothing is switched off.",
                    e.getMessage(),
                    aside.getFileName());
            return false;
        }
    }

    Lock lock() {
        return lock;
    }

    Path jars() {
        return jars;
    }

    /** Where a jar of that content is, or will be. */
    Path jar(String sha256) {
        return jars.resolve(sha256 + ".jar");
    }

    /** Where uploads are written before anything is known of them; on the same disk, so that a move is one step. */
    Path part() throws IOException {
        return Files.createTempFile(jars, ".upload-", ".part");
    }

    /** A folder to unpack things in; whoever asks clears it. */
    Path folder() {
        try {
            return Files.createTempDirectory(jars, ".unpacked-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes what is sent. */
    Path take(InputStream content) throws IOException {
        Path part = part();
        try {
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            return part;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** Keeps a copy under the name of its content. @throws Changed if that is not its content */
    Path keep(Path from, String sha256) throws IOException {
        Path to = jar(sha256);
        if (from.equals(to)) {
            return to;
        }
        Path part = part();
        try {
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            if (!JarFacts.digest(part).equals(sha256)) {
                throw new Changed(); // what was checked is what is to run
            }
            return Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A file has another content than the one that was checked. */
    static final class Changed extends IOException {
        private static final long serialVersionUID = 1L;

        Changed() {
            super("It was overwritten after it was checked, and nothing was done; do it again.");
        }
    }

    private Path note(String sha256) {
        return jars.resolve(sha256 + WHY);
    }

    /** For what harm a jar is in quarantine; null if it is not. */
    String why(String sha256) {
        try {
            return Files.exists(note(sha256)) ? Files.readString(note(sha256)) : null;
        } catch (IOException e) {
            return "It did harm, and the note about that cannot be read; see `mutoscope plugin operations`.";
        }
    }

    /** Notes for what harm it is in quarantine. */
    void noteWhy(String sha256, String words) {
        try {
            Files.writeString(note(sha256), words);
        } catch (IOException e) {
            LOG.error("{} could not be written: after a restart it only counts as switched off", note(sha256), e);
        }
    }

    void forget(String sha256) {
        clear(note(sha256));
    }

    /** Writes the lock anew; whole or not at all. */
    void write(Lock changed) {
        if (changed.equals(lock)) {
            return;
        }
        lock = changed;
        try {
            Path part = file.resolveSibling(Lock.FILE + ".part");
            Files.write(part, lock.bytes(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("{} could not be written: after a restart what lies in deploy/ runs. Free some space.", file, e);
        }
    }

    /** Deletes jars that the lock no longer names, and what an interrupted upload left. */
    void sweep() throws IOException {
        Set<String> needed = lock.digests();
        List<Path> there;
        try (Stream<Path> files = Files.list(jars)) {
            there = files.toList();
        }
        for (Path jar : there) {
            String name = jar.getFileName().toString();
            String stem = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            if (!name.equals(stem + ".jar") && !name.equals(stem + WHY) || !needed.contains(stem)) {
                clear(jar);
            }
        }
    }

    /** Deletes a file or a folder with all that is in it; what cannot be deleted goes at the next start. */
    static void clear(Path left) {
        if (left == null || Files.notExists(left, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(left)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} stays until the next start", left, e);
        }
    }
}
