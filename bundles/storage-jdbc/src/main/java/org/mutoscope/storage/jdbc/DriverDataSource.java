package org.mutoscope.storage.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections of one driver to one address. DriverManager is not used: it does not see drivers in other bundles. */
final class DriverDataSource implements DataSource {
    private final Driver driver;
    private final String url;
    private final Properties properties;

    DriverDataSource(Driver driver, String url, Properties properties) {
        this.driver = driver;
        this.url = url;
        this.properties = properties;
    }

    /** The driver of an engine on the class path; for use outside OSGi. */
    static Driver fromClassPath(Engine engine) {
        return ServiceLoader.load(Driver.class, DriverDataSource.class.getClassLoader()).stream()
                .filter(provider -> provider.type().getName().equals(engine.driverClass()))
                .findFirst()
                .orElseThrow(() -> new StorageUnusable(
                        StorageUnusable.Why.SETTINGS, engine.driverClass() + " is not on the class path"))
                .get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not take this address", "08001");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // the driver logs nothing through this
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // part of the properties
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
