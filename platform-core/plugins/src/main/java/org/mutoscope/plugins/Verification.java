package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares the lock with the kept jars, the files and what runs. */
final class Verification {
    private Verification() {}

    static List<String> of(Installation installation) {
        List<String> findings = new ArrayList<>();
        for (Lock.Line line : installation.shelf().lock().lines()) {
            Path jar = installation.shelf().jar(line.sha256());
            if (!holds(jar, line.sha256())) {
                findings.add("The kept jar of " + line.bundle()
                        + " is missing or was changed; install it again from where you got it.");
            }
            if (line.state() == Lock.State.BACK) {
                continue;
            }
            Deployed entry = installation.all().stream()
                    .filter(d -> d.facts != null && line.is(d.facts))
                    .findFirst()
                    .orElse(null);
            if (entry == null && installation.shelf().why(line.sha256()) != null) {
                findings.add(line.bundle() + " is in quarantine, and what ran before serves in the place of its file "
                        + line.file() + ".");
            } else if (entry == null) {
                findings.add(line.bundle() + " stands in plugins.lock and has no file in deploy/.");
            } else if (!holds(entry.file, line.sha256())) {
                findings.add(entry.fileName() + " in deploy/ is not what plugins.lock says of " + line.bundle() + ".");
            } else if (line.state() == Lock.State.ON && !entry.runs()) {
                findings.add(line.bundle() + " is to run and does not: " + entry.failure);
            } else if (entry.runs() && !installation.trust().of(entry.facts).allowed()) {
                findings.add(line.bundle() + " runs and would not be let in again. "
                        + installation.trust().of(entry.facts).sentence());
            }
        }
        for (Deployed entry : installation.all()) {
            if (entry.facts == null
                    || installation.shelf().lock().of(entry.facts).isEmpty()) {
                findings.add(entry.fileName() + " lies in deploy/ and does not stand in plugins.lock"
                        + (entry.failure == null ? "." : ": " + entry.failure));
            }
        }
        return findings;
    }

    private static boolean holds(Path file, String sha256) {
        try {
            return Files.exists(file) && JarFacts.digest(file).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }
}
