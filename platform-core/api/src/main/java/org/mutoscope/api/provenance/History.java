package org.mutoscope.api.provenance;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An append-only log that anybody can check: a transparency log in the form of C2SP tlog-tiles. Must be safe for use by several threads.
 */
@ConsumerType
public interface History {
    /** Service property (String, required): stable name of the log. */
    String ID = "mutoscope.history.id";

    /**
     * Writes an entry.
     *
     * @return its number, from 0; it is durable and published by then
     * @throws IOException if it could not be written
     */
    long append(HistoryEntry entry) throws IOException, InterruptedException;

    /**
     * A file of the log as it is served to everybody.
     *
     * @param path {@code checkpoint}, {@code tile/...}, below the log's prefix, as a client sent it
     * @return empty if there is none of that name
     */
    Optional<byte[]> read(String path) throws IOException;

    /**
     * Proof that an entry is in the log (C2SP tlog-proof): a text that can be verified without the log.
     *
     * @return empty if there is no such entry
     */
    Optional<String> proof(long index) throws IOException;

    /** The log's verifier key (C2SP signed-note): {@code name+id+base64}. */
    String verifierKey();
}
