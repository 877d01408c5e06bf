package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the listeners beside the first one: one with TLS, one for administration. A listener that cannot be opened is told to the log and by
 * {@code doctor}; the others serve. That administration has a listener of its own holds even while that one is not open.
 */
@Component(service = Listeners.class, configurationPid = "org.mutoscope.rest.listeners")
@Designate(ocd = ListenersConfig.class)
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Function<ConnectorFactory, ServiceRegistration<?>> registry;
    private final Path address;
    private final List<ServiceRegistration<?>> open = new ArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private volatile Ports ports = Ports.NONE;
    private volatile Tls tls;
    private ScheduledExecutorService looking;
    private String refused;

    /** Opens what is configured. */
    @Activate
    public Listeners(BundleContext bundle, ListenersConfig config) {
        this(
                factory -> bundle.registerService(ConnectorFactory.class, factory, null),
                Path.of(String.valueOf(bundle.getProperty("mutoscope.data"))).resolve("run"));
        configure(config);
    }

    /** @param registry gives a factory to the web server @param run folder for the address of the listener for administration */
    Listeners(Function<ConnectorFactory, ServiceRegistration<?>> registry, Path run) {
        this.registry = registry;
        this.address = run.resolve("admin.url");
    }

    /** Closes the listeners and opens those that are configured now. */
    @Modified
    public synchronized void configure(ListenersConfig config) {
        close();
        ports = new Ports(config.tls_port(), config.admin_port() > 0);
        if (config.admin_port() > 0 && !config.admin_tls()) {
            open(new Listener("administration", config.admin_host(), config.admin_port(), true), null);
        }
        if (config.tls_port() > 0 || config.admin_port() > 0 && config.admin_tls()) {
            secure(config);
            watch(config);
        }
    }

    /** Opens what has TLS, if certificate and key are good; that they are not is told once for each reason. */
    private void secure(ListenersConfig config) {
        try {
            tls = new Tls(
                    new TlsFiles(config.tls_certificate(), config.tls_key(), config.tls_password()), Clock.systemUTC());
        } catch (TlsProblem e) {
            String why = "No listener with TLS is open: " + e.getMessage() + ".";
            if (!why.equals(refused)) {
                problems.remove(refused);
                refused = why;
                problem(why);
            }
            return;
        }
        problems.remove(refused);
        refused = null;
        if (config.tls_port() > 0) {
            open(new Listener("TLS", config.tls_host(), config.tls_port(), false), tls);
        }
        if (config.admin_port() > 0 && config.admin_tls()) {
            open(new Listener("administration", config.admin_host(), config.admin_port(), true), tls);
        }
    }

    private void watch(ListenersConfig config) {
        ScheduledExecutorService mine = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "certificate");
            thread.setDaemon(true);
            return thread;
        });
        looking = mine;
        int every = Math.max(1, config.tls_look_seconds());
        mine.scheduleWithFixedDelay(() -> look(config, mine), every, every, TimeUnit.SECONDS);
    }

    private void look(ListenersConfig config, ScheduledExecutorService mine) {
        try {
            Tls used = tls;
            if (used != null) {
                used.look();
            } else {
                again(config, mine);
            }
        } catch (RuntimeException e) {
            LOG.warn("the certificate could not be looked at", e); // what is thrown would end the looking
        }
    }

    /** Files that were no good at first may be by now; unless another configuration came in between. */
    private synchronized void again(ListenersConfig config, ScheduledExecutorService mine) {
        if (looking == mine && tls == null) {
            secure(config);
        }
    }

    private void open(Listener listener, Tls with) {
        open.add(registry.apply(new Opening(listener, with, this)));
    }

    void opened(Listener listener, String url) {
        LOG.info(
                "listening for {} at {}{}", listener.what(), url, tls == null ? "" : ", certificate " + tls.material());
        if (listener.administration()) {
            try {
                Files.createDirectories(address.getParent());
                Files.writeString(address, url);
            } catch (IOException e) {
                LOG.warn("{} could not be written: commands need --url {}", address, url, e);
            }
        }
    }

    void problem(String sentence) {
        problems.add(sentence);
        LOG.error(sentence);
    }

    /** What is wrong, sentences for an operator. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        Tls used = tls;
        if (used != null) {
            used.warning().ifPresent(all::add);
        }
        return all;
    }

    Ports ports() {
        return ports;
    }

    /** Closes them. */
    @Deactivate
    public synchronized void close() {
        open.forEach(ServiceRegistration::unregister);
        open.clear();
        if (looking != null) {
            looking.shutdownNow();
            looking = null;
        }
        tls = null;
        refused = null;
        problems.clear();
        try {
            Files.deleteIfExists(address);
        } catch (IOException e) {
            LOG.debug("{} stays", address, e);
        }
    }

    /** A listener. @param administration whether it is the one for that */
    record Listener(String what, String host, int port, boolean administration) {}
}
