package org.mutoscope.storage.jdbc;

import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the newest state in a file that was not closed. H2 would look from where its header points, and its header may point at the state before the last time it used
 * free space inside the file; that state is whole too, so H2 opens it without a word, and all that was confirmed since is gone, after a mere kill as well. Here
 * the whole file is looked at, block by block, and the header is set right.
 */
final class CrashRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(CrashRecovery.class);

    private CrashRecovery() {}

    /** @param file name with H2's file system before it */
    static void run(String file) {
        long began = System.nanoTime();
        new MVStore.Builder()
                .fileName(file)
                .recoveryMode()
                .autoCommitDisabled()
                .open()
                .close();
        LOG.info(
                "the database was not closed properly; its newest state was found in {} ms",
                (System.nanoTime() - began) / 1_000_000);
    }
}
