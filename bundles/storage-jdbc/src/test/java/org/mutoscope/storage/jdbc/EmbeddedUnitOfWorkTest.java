package org.mutoscope.storage.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on H2. */
final class EmbeddedUnitOfWorkTest extends UnitOfWorkContract {
    @TempDir
    Path data;

    @Override
    JdbcStorage open() {
        return JdbcStorage.open(data, clock);
    }
}
