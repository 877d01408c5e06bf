package org.mutoscope.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the framework is started with. Bundles read the {@code mutoscope.*} keys through {@code BundleContext.getProperty}. */
final class FrameworkSettings {
    /** The unpacked distribution. */
    static final String HOME = "mutoscope.home";
    /** The data directory. */
    static final String DATA = "mutoscope.data";
    /** The directory of configuration files. */
    static final String CONF = "mutoscope.conf";
    /** The directory whose jars are installed while the platform runs. */
    static final String DEPLOY = "mutoscope.deploy";
    /** Base URL of the platform, as reached from this machine. */
    static final String URL = "mutoscope.url";
    /** Milliseconds since the epoch at which the Java machine was started. */
    static final String STARTED = "mutoscope.started";
    /** A bundle that must end the process sets this system property to the exit code and stops the framework. */
    static final String EXIT_CODE = "mutoscope.exit.code";

    private static final String LOGBACK = "logback.configurationFile";

    private FrameworkSettings() {}

    static Map<String, String> of(Options options, HttpAddress address, Path store) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(HOME, options.home().toString());
        settings.put(DATA, options.data().toString());
        settings.put(CONF, options.conf().toString());
        settings.put(DEPLOY, options.home().resolve("deploy").toString());
        settings.put(URL, address.url());
        settings.put(
                STARTED,
                Long.toString(ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .orElseGet(System::currentTimeMillis)));
        settings.put("org.osgi.service.http.port", Integer.toString(address.port()));
        settings.put("org.apache.felix.http.host", address.host());
        settings.put("org.osgi.framework.storage", store.toString());
        // A kept store would go on running the bundles of an older distribution.
        settings.put("org.osgi.framework.storage.clean", "onFirstInit");
        settings.put("org.osgi.framework.startlevel.beginning", Integer.toString(Platform.CONFIGURED_LEVEL));
        settings.put("felix.startlevel.bundle", Integer.toString(Platform.PLUGIN_LEVEL));
        settings.put("ds.loglevel", "warn");
        // The framework's errors come as events, to the log and to BootProblems; its own printing would be a third
        // time.
        settings.put("felix.log.level", "0");
        settings.put(LOGBACK, logback(options).toString());
        return settings;
    }

    private static Path logback(Options options) {
        Path own = options.conf().resolve("logback.xml");
        return Files.exists(own) ? own : options.home().resolve("conf").resolve("logback.xml");
    }

    /** Whether a setting is also made a system property: logging and other libraries know only those. */
    static boolean isForLibraries(String key) {
        return key.startsWith("mutoscope.") || key.equals(LOGBACK);
    }
}
