package org.mutoscope.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * The OSGi framework with the bundles of the lock file.
 *
 * <p>It starts in two steps. All bundles are installed, then those up to {@link #CONFIGURED_LEVEL} start: logging,
 * component runtime and configuration. Only if the configuration is sound do the others follow, so that none of them
 * ever runs with values it was not meant to have.
 */
final class Platform {
    /** Up to here: what is needed to read the configuration. */
    static final int CONFIGURED_LEVEL = 4;
    /** Where bundles go that are installed while the platform runs. */
    static final int PLUGIN_LEVEL = 17;
    /** The shell of the framework, installed only if it is asked for: whoever has it may do everything. */
    static final int SHELL_LEVEL = 18;
    /** The level of a running platform. */
    static final int RUNNING_LEVEL = 20;

    /** A bundle that takes longer hangs; what is durable is so long before a stop. */
    private static final long STOP_MILLIS = 30_000;

    private static final long LOOK_MILLIS = 100;

    private final Framework framework;
    private final BootProblems problems = new BootProblems();
    private final List<Bundle> bundles = new ArrayList<>();

    Platform(Map<String, String> settings) {
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        framework = factory.newFramework(settings);
    }

    /** Installs the bundles and marks them to be started at their level; a fragment only ever joins its host. */
    void install(Path directory, List<LockedBundle> locked) throws BundleException {
        framework.init();
        BundleContext context = framework.getBundleContext();
        context.addFrameworkListener(problems);
        for (LockedBundle entry : locked) {
            Bundle bundle = context.installBundle(
                    "reference:" + directory.resolve(entry.fileName()).toUri());
            bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
            bundles.add(bundle);
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    /** Starts everything and reports what did not start. Returns early when a bundle has asked for an end. */
    void start(PrintStream out) throws BundleException, InterruptedException {
        framework.start();
        if (System.getProperty(FrameworkSettings.EXIT_CODE) == null) {
            CountDownLatch reached = new CountDownLatch(1);
            framework.adapt(FrameworkStartLevel.class).setStartLevel(RUNNING_LEVEL, event -> reached.countDown());
            if (reached(reached)) {
                problems.sentences(bundles).forEach(sentence -> out.println("mutoscope: " + sentence));
            }
        }
    }

    /** A bundle that asks for an end meanwhile ends the start too, and then nobody tells that the level is reached. */
    private boolean reached(CountDownLatch reached) throws InterruptedException {
        boolean there = false;
        while (!there
                && framework.getState() == Bundle.ACTIVE
                && System.getProperty(FrameworkSettings.EXIT_CODE) == null) {
            there = reached.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return there;
    }

    /** Waits until somebody stops the framework. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Stops the bundles in the reverse order of their start and waits for the last one, within reason. */
    void stop() {
        try {
            framework.stop();
            if (framework.waitForStop(STOP_MILLIS).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                System.err.println("mutoscope: a bundle does not stop; ending without it, the data is safe");
            }
        } catch (BundleException e) {
            System.err.println("mutoscope: the framework did not stop cleanly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
