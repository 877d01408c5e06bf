package org.mutoscope.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the jars of {@code lib/bundles} with the lock file before any of them is loaded.
 *
 * <p>A jar whose size and time of change are those of its last successful check is not read again: the check guards
 * against half-copied and mixed-up distributions, not against somebody who can write to them.
 */
final class DigestCheck {
    private final Path directory;
    private final Path cache;

    DigestCheck(Path directory, Path cache) {
        this.directory = directory;
        this.cache = cache;
    }

    /** Fails with all problems at once. */
    void verify(List<LockedBundle> bundles) throws LaunchException, IOException {
        Set<String> known = Files.exists(cache) ? new HashSet<>(Files.readAllLines(cache)) : Set.of();
        List<String> problems = new ArrayList<>();
        List<String> verified = new ArrayList<>();
        for (LockedBundle bundle : bundles) {
            Path jar = directory.resolve(bundle.fileName());
            if (!Files.isRegularFile(jar)) {
                problems.add(bundle.fileName() + " is missing");
                continue;
            }
            String seen = fingerprint(bundle, jar);
            if (known.contains(seen) || Sha256.of(jar).equals(bundle.sha256())) {
                verified.add(seen);
            } else {
                problems.add(bundle.fileName() + " is not the file of " + LockFile.NAME);
            }
        }
        if (!problems.isEmpty()) {
            throw new LaunchException(
                    ExitCode.DAMAGED,
                    "the distribution is damaged, unpack or build it again: " + String.join("; ", problems));
        }
        if (!known.equals(Set.copyOf(verified))) {
            Files.write(cache, verified);
        }
    }

    private static String fingerprint(LockedBundle bundle, Path jar) throws IOException {
        return bundle.sha256() + " " + Files.size(jar) + " "
                + Files.getLastModifiedTime(jar).toMillis() + " " + jar;
    }
}
