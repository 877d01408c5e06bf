package org.mutoscope.storage.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the embedded database, as its one writer sees it, set up so that a power cut loses nothing that was confirmed. What H2 does by itself is not enough;
 * each of these was seen to lose work in simulated power cuts (PowerCutSim), about once in a hundred:
 *
 * <ul>
 *   <li>H2 writes and tidies up in threads of its own, and {@code CHECKPOINT SYNC} does not wait for them: when one has just taken the changes of a commit, it forces
 *       the file before they are in it. With {@code WRITE_DELAY=0} there are no such threads and the commit itself writes. The tidying is then done here.
 *   <li>H2 uses space again as soon as the newest version needs it no more, though the version before, which is the one on the disk, still lists it, and is then
 *       refused when the file is opened. So space is kept for some versions; RETENTION_TIME does not do that, it looks at the age of what is overwritten.
 *   <li>A chunk of which only the two ends have reached the disk is taken for whole: see {@link OrderedFilePath}.
 * </ul>
 */
final class H2File {
    /** Space need not be kept by time, as it is kept by versions: the default of 45 s makes a busy file ten times as long. */
    static final String OPTIONS = ";WRITE_DELAY=0;RETENTION_TIME=1000";

    private static final Logger LOG = LoggerFactory.getLogger(H2File.class);
    /** Parts that are used by less than this many percent are rewritten. */
    private static final int SPARSE_PERCENT = 50;
    /** Versions whose space is kept. A group of commits makes one or two, more only when it is very large. */
    private static final int KEPT_VERSIONS = 32;

    private final Connection connection;
    private final PreparedStatement flush;
    private final Object database;
    private final Object store;
    private final Method compact;

    /** @param flush statement that forces the file to the disk */
    H2File(Connection connection, String flush) throws SQLException {
        this.connection = connection;
        this.flush = connection.prepareStatement(flush);
        try {
            // No SQL does what is needed, and the packages in between are not exported to other bundles.
            database = call(call(connection, "getSession"), "getDatabase");
            store = call(call(database, "getStore"), "getMvStore");
            compact = store.getClass().getMethod("compact", int.class, int.class);
            store.getClass().getMethod("setVersionsToKeep", int.class).invoke(store, KEPT_VERSIONS);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this version of H2 is not the one we know", e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Forces everything committed to the disk. */
    void flush() throws SQLException {
        flush.execute();
    }

    /** Rewrites some sparsely used parts, if there are any; the next flush stores that. @param bytes most to rewrite */
    boolean tidy(int bytes) throws SQLException {
        try {
            return (Boolean) compact.invoke(store, SPARSE_PERCENT, bytes);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("the file could not be tidied up", e);
        }
    }

    /** Closes the file as it is. After a fault nothing may be asked of H2 any more: it can run in circles then, also in a rollback. */
    void abandon() {
        try {
            call(database, "shutdownImmediately");
        } catch (ReflectiveOperationException e) {
            LOG.debug("the database was not left cleanly", e);
        }
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
