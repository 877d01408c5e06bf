package org.mutoscope.revenue;

import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The same months on PostgreSQL. */
class MonthOnPostgresTest extends MonthTest {
    @Override
    StorageSettings database() throws Exception {
        return PostgresServer.freshDatabase();
    }
}
