package org.mutoscope.storage.jdbc;

import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Clock;
import org.mutoscope.core.storage.Backups;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jdbc.DataSourceFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage as OSGi services. They are registered by hand, so that nobody sees them before the tables are up to date. A database that cannot be opened ends
 * the platform: without it nothing could be answered, and going on with an empty one would be worse.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = StorageConfig.PID)
@Designate(ocd = StorageConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.mutoscope.core.storage.UnitOfWork,org.mutoscope.core.storage.Backups\"")
public final class StorageComponent {
    private static final Logger LOG = LoggerFactory.getLogger(StorageComponent.class);
    /** The launcher ends with this code: the database cannot be opened. */
    private static final String EXIT_STORAGE = "74";

    private final DataSourceFactory h2;
    private final DataSourceFactory postgresql;
    private JdbcStorage storage;
    private ServiceRegistration<?> registration;

    /** Holds the factories of both drivers; opens nothing. */
    @Activate
    public StorageComponent(
            @Reference(target = "(osgi.jdbc.driver.class=org.h2.Driver)") DataSourceFactory h2,
            @Reference(target = "(osgi.jdbc.driver.class=org.postgresql.Driver)") DataSourceFactory postgresql) {
        this.h2 = h2;
        this.postgresql = postgresql;
    }

    @Activate
    void open(BundleContext context, StorageConfig config) {
        try {
            StorageSettings settings = settings(context, config);
            long began = System.nanoTime();
            storage = JdbcStorage.open(settings, driver(settings.engine()), Clock.systemUTC());
            LOG.info("storage is ready: {} ({} ms)", settings, (System.nanoTime() - began) / 1_000_000);
            registration = context.registerService(
                    new String[] {UnitOfWork.class.getName(), Backups.class.getName()}, storage, null);
        } catch (StorageUnusable | SQLException e) {
            end(context, e);
        }
    }

    /** Jobs run on the open database: it is not exchanged under them. */
    @Modified
    void change(StorageConfig config) {
        LOG.warn("{} has changed; that takes effect at the next start", StorageConfig.PID);
    }

    @Deactivate
    void close() {
        if (registration != null) {
            registration.unregister();
        }
        if (storage != null) {
            storage.close();
        }
    }

    private Driver driver(Engine engine) throws SQLException {
        return (engine == Engine.H2 ? h2 : postgresql).createDriver(null);
    }

    private static StorageSettings settings(BundleContext context, StorageConfig config) {
        String data = context.getProperty("mutoscope.data");
        return new StorageSettings(
                Engine.named(config.engine()),
                Path.of(data == null ? "data" : data).toAbsolutePath(),
                config.url().strip(),
                config.user(),
                config.password(),
                config.connections(),
                config.queue_units(),
                config.reserve_megabytes() * 1_000_000L,
                StorageSettings.FILE_SYSTEM);
    }

    private static void end(BundleContext context, Exception fault) {
        LOG.error("the storage cannot be opened, the platform ends: {}", fault.getMessage(), fault);
        System.err.println("mutoscope: " + fault.getMessage());
        System.setProperty("mutoscope.exit.code", EXIT_STORAGE);
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException e) {
            LOG.error("and the framework does not stop", e);
        }
    }
}
