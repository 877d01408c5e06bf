package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the resolver about a change on a copy of the running state: a second framework that holds the same bundles, the change made, and starts none of
 * them. The same resolver and the same words as when it happens, {@code uses} conflicts included. It takes a fraction of a second, so it is for plans that somebody
 * reads; a jar dropped into {@code deploy/} is simply installed, which touches nobody until it resolves.
 */
final class DryRun {
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);
    private static final List<String> COPIED = List.of(
            Constants.FRAMEWORK_SYSTEMPACKAGES,
            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
            Constants.FRAMEWORK_SYSTEMCAPABILITIES,
            Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
            Constants.FRAMEWORK_BOOTDELEGATION);

    private final BundleContext live;
    private final Path scratch;

    DryRun(BundleContext live, Path scratch) {
        this.live = live;
        this.scratch = scratch;
    }

    /** Sentences about what does not resolve, by {@code name@version}. @param notAsked why nothing could be asked, or null */
    record Found(Map<String, String> sentences, String notAsked) {}

    /**
     * Tries it.
     *
     * @param leaving are left out
     * @param coming are added
     * @param dependents are asked beside those that come
     */
    Found of(Collection<Bundle> leaving, Collection<Path> coming, Collection<Bundle> dependents) {
        Path store = null;
        Framework copy = null;
        try {
            store = Files.createTempDirectory(scratch, ".dry-");
            copy = framework(store);
            copy.init();
            return ask(copy.getBundleContext(), leaving, coming, dependents);
        } catch (BundleException | IOException | IllegalStateException e) {
            LOG.warn(
                    "no copy of the running state could be made; what the change needs is found out when it is done",
                    e);
            return new Found(Map.of(), "No copy of the running state could be made: " + e.getMessage());
        } finally {
            close(copy);
            Shelf.clear(store);
        }
    }

    private Framework framework(Path store) {
        Map<String, String> settings = new HashMap<>();
        COPIED.forEach(key -> {
            if (live.getProperty(key) != null) {
                settings.put(key, live.getProperty(key));
            }
        });
        settings.put(Constants.FRAMEWORK_STORAGE, store.toString());
        settings.put("felix.service.urlhandlers", "false"); // a second set in one process would take over the first's
        settings.put("felix.resolver.parallelism", "1"); // threads of its own would keep it for a minute after its end
        settings.put("felix.log.level", "0");
        ClassLoader framework =
                live.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getClass().getClassLoader();
        return ServiceLoader.load(FrameworkFactory.class, framework)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this framework cannot be made a second time"))
                .newFramework(settings);
    }

    private Found ask(
            BundleContext copy, Collection<Bundle> leaving, Collection<Path> coming, Collection<Bundle> dependents)
            throws BundleException {
        Map<Long, Bundle> copies = new HashMap<>();
        for (Bundle bundle : live.getBundles()) {
            if (bundle.getBundleId() != 0 && !leaving.contains(bundle)) {
                copies.put(bundle.getBundleId(), copy.installBundle(bundle.getLocation()));
            }
        }
        List<Bundle> asked = new ArrayList<>();
        for (Path jar : coming) {
            asked.add(copy.installBundle("reference:" + jar.toUri()));
        }
        dependents.stream().map(b -> copies.get(b.getBundleId())).forEach(b -> {
            if (b != null) {
                asked.add(b);
            }
        });
        Map<String, String> sentences = new LinkedHashMap<>();
        for (Bundle bundle : asked) {
            BundleException fault = resolve(bundle);
            if (fault != null) {
                sentences.put(
                        bundle.getSymbolicName() + "@" + bundle.getVersion(),
                        new Why(copy.getBundles()).sentence(fault));
            }
        }
        return new Found(sentences, null);
    }

    /** Looking for a class makes a framework resolve a bundle without starting it, and tells why it could not. */
    static BundleException resolve(Bundle bundle) {
        try {
            bundle.loadClass("org.mutoscope.none.None");
            return null;
        } catch (ClassNotFoundException e) {
            return e.getCause() instanceof BundleException fault ? fault : null;
        }
    }

    private static void close(Framework copy) {
        if (copy == null) {
            return;
        }
        try {
            copy.stop();
            copy.waitForStop(TimeUnit.SECONDS.toMillis(10));
        } catch (BundleException e) {
            LOG.debug("closing the copy", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
