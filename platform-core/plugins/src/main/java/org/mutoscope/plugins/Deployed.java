package org.mutoscope.plugins;

import java.nio.file.Path;
import org.osgi.framework.Bundle;

/** A file in {@code deploy/} and what became of it. Guarded by the lock of {@link DeployFolder}. */
final class Deployed {
    final Path file;
    final Stamp stamp;
    /** When it was first seen with this stamp, by {@link System#nanoTime()}. */
    final long seenAt;

    JarFacts facts;
    Bundle bundle;
    /** Why it does not run; null when it does or is not decided. */
    String failure;

    boolean draining;

    Deployed(Path file, Stamp stamp, long seenAt) {
        this.file = file;
        this.stamp = stamp;
        this.seenAt = seenAt;
    }

    boolean decided() {
        return bundle != null || failure != null;
    }

    boolean matches(String nameAndVersion) {
        String fileName = file.getFileName().toString();
        return fileName.equals(nameAndVersion)
                || facts != null
                        && (facts.name().equals(nameAndVersion)
                                || (facts.name() + "@" + facts.version()).equals(nameAndVersion));
    }

    /** How a file looks from outside; another stamp is another content. */
    record Stamp(long bytes, long modified) {}
}
