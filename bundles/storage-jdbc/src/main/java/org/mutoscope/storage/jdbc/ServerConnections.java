package org.mutoscope.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Driver;
import java.util.Properties;
import javax.sql.DataSource;

/** Connections to a PostgreSQL server: a pool of them for units of work, and single ones. */
record ServerConnections(StorageSettings settings, Driver driver) {
    /** Opens the pool. */
    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("mutoscope");
        config.setDataSource(single("mutoscope"));
        config.setAutoCommit(true); // units of work switch it off; Flyway wants it on
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(Math.min(2, settings.connections())); // more come when they are needed
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** @param name what they are called in pg_stat_activity */
    DataSource single(String name) {
        Properties login = new Properties();
        login.setProperty("user", settings.user());
        login.setProperty("password", settings.password());
        login.setProperty("ApplicationName", name);
        login.setProperty(
                "connectTimeout", "10"); // seconds, like the next: a dead network must not hold a thread for ever
        login.setProperty("socketTimeout", "60");
        login.setProperty("tcpKeepAlive", "true");
        return new DriverDataSource(driver, settings.url(), login);
    }

    StorageUnusable refused(Exception e) {
        return new StorageUnusable(
                StorageUnusable.Why.NO_CONNECTION,
                "no connection to " + settings + " (" + e.getMessage()
                        + "); start the server, or correct url, user and password in org.mutoscope.storage.jdbc.cfg",
                e);
    }
}
