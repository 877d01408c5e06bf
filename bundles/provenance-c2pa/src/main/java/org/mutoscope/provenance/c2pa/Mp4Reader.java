package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the Content Credentials of an MP4 file. */
final class Mp4Reader {
    private Mp4Reader() {}

    /**
     * What a file carries.
     *
     * @param store its manifests, or null if they cannot be read
     * @param credentials what the check found
     */
    record Reading(Superbox store, Credentials credentials) {}

    /**
     * Reads and checks.
     *
     * @return nothing if the file carries no credentials
     * @throws IOException if the file cannot be read; a file that breaks its format is a finding, not an exception
     */
    static Optional<Reading> read(Path file, Trust trust, Instant now) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Superbox store = null;
            try {
                Optional<Mp4File.Box> box = Mp4File.read(channel).credentials(channel);
                if (box.isEmpty()) {
                    return Optional.empty();
                }
                store = Superbox.read(Mp4File.store(channel, box.get()));
                return Optional.of(new Reading(store, Check.of(channel, store, trust, now)));
            } catch (Malformed e) {
                Finding finding = new Finding(Finding.Kind.FAILURE, e.code(), null, e.getMessage());
                return Optional.of(new Reading(
                        store,
                        new Credentials(
                                "", Credentials.State.INVALID, "", "", null, List.of(), List.of(), List.of(finding))));
            }
        }
    }
}
