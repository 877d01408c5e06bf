package org.mutoscope.core.identity;

import java.io.IOException;
import java.util.Map;
import org.mutoscope.core.road.Clips;
import org.osgi.annotation.versioning.ProviderType;

/** What belongs to an account, for its owner to take along: everything that was stored of it and nothing of anybody else. No secrets. Safe for use by several threads. */
@ProviderType
public interface Belongings {
    /**
     * Hands out all of it, sheet by sheet, then file by file. Reads in pieces: what changes meanwhile may be there in its old or its new state.
     *
     * @throws org.mutoscope.core.problem.Problem {@code account_not_found}
     * @throws IOException as the taker threw it
     */
    void handOver(String accountId, Taker taker) throws IOException;

    /** Who takes it. */
    interface Taker {
        /** A sheet begins: rows of one kind. @param name in snake_case */
        void sheet(String name) throws IOException;

        /** A row of it. Values are texts, whole numbers ({@code Long}), booleans, moments or null. */
        void row(Map<String, Object> row) throws IOException;

        /** A file. @param path where it belongs, with slashes, without an ending */
        void file(String path, Clips.Clip file) throws IOException;
    }
}
