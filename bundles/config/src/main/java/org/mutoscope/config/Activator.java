package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Applies the configuration while the bundle starts, which is before anything configurable does.
 *
 * <p>No DS component on purpose: the launcher counts on everything being done when the start level is reached. A wrong
 * configuration ends the start with exit code 78, through the system property {@code mutoscope.exit.code}.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {
    private static final String EXIT_CODE = "mutoscope.exit.code";
    private static final String WRONG_CONFIGURATION = "78";

    private ConfWatcher watcher;

    @Override
    public void start(BundleContext context) throws IOException, BundleException {
        Path directory = Path.of(directory(context));
        ServiceReference<ConfigurationAdmin> admin = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationFeed feed = new ConfigurationFeed(
                directory,
                () -> InstalledSchema.of(context.getBundles()),
                new Configurations(context.getService(admin)),
                new References(System::getenv, References.PATIENCE));
        Fingerprint fingerprint = Fingerprint.of(directory);
        List<Problem> problems = feed.apply();
        if (!problems.isEmpty()) {
            refuse(context, problems);
            return;
        }
        watcher = new ConfWatcher(directory, fingerprint, feed::reload);
        context.addBundleListener(new NewcomerListener(feed));
    }

    @Override
    public void stop(BundleContext context) throws IOException {
        if (watcher != null) {
            watcher.close();
        }
    }

    private static String directory(BundleContext context) {
        String directory = context.getProperty("mutoscope.conf");
        return directory == null ? "conf" : directory;
    }

    private static void refuse(BundleContext context, List<Problem> problems) throws BundleException {
        System.err.println("mutoscope: the configuration is wrong, nothing was started:");
        problems.forEach(problem -> System.err.println("  " + problem));
        System.setProperty(EXIT_CODE, WRONG_CONFIGURATION);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
    }

    /** A bundle that arrives later has its file checked before it starts. */
    private record NewcomerListener(ConfigurationFeed feed) implements SynchronousBundleListener {
        @Override
        public void bundleChanged(BundleEvent event) {
            boolean news = event.getType() == BundleEvent.INSTALLED || event.getType() == BundleEvent.UPDATED;
            if (news && InstalledSchema.isDescribedBy(event.getBundle())) {
                feed.reload();
            }
        }
    }
}
