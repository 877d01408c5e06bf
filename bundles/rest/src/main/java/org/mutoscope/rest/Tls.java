package org.mutoscope.rest;

import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in use, kept up to date with its files: new connections get the new one, those that are open go on. Files that cannot be
 * used change nothing: what was in use stays in use, and the log says why. Safe for use by several threads.
 */
final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Duration SOON = Duration.ofDays(14);

    private final TlsFiles files;
    private final Clock clock;
    private final Set<SslContextFactory.Server> factories = new CopyOnWriteArraySet<>();
    private String state;
    private volatile TlsMaterial material;
    private volatile String problem;

    /** @throws TlsProblem if the files cannot be used: then there is nothing to serve with */
    Tls(TlsFiles files, Clock clock) throws TlsProblem {
        this.files = files;
        this.clock = clock;
        this.state = files.state();
        this.material = TlsMaterial.read(files, clock.instant());
    }

    /** One for a listener. TLS 1.2 and 1.3; of the cipher suites those with forward secrecy, which are what Jetty leaves by itself. */
    SslContextFactory.Server factory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setRenegotiationAllowed(false);
        factory.setKeyStorePassword(TlsMaterial.PASSWORD);
        factory.setKeyStore(material.store());
        factories.add(factory);
        return factory;
    }

    void forget(SslContextFactory.Server factory) {
        factories.remove(factory);
    }

    /** Looks at the files. @return whether another certificate is in use now */
    synchronized boolean look() {
        String now = files.state();
        if (now.equals(state) && problem == null) {
            return false;
        }
        try {
            TlsMaterial read = TlsMaterial.read(files, clock.instant());
            KeyStore store = read.store();
            for (SslContextFactory.Server factory : factories) {
                factory.reload(any -> factory.setKeyStore(store));
            }
            material = read;
            state = now;
            problem = null;
            LOG.info("another certificate is in use: {}", read);
            return true;
        } catch (TlsProblem e) {
            refused(e.getMessage());
        } catch (Exception e) {
            refused(files + ": the web server does not take it (" + e + ")");
        }
        return false;
    }

    /** It is tried again at each look, and told once. */
    private void refused(String why) {
        if (!why.equals(problem)) {
            problem = why;
            LOG.error("{}. The certificate from before stays in use: {}", why, material);
        }
    }

    TlsMaterial material() {
        return material;
    }

    /** What an operator should know: files that could not be used, a certificate that ends soon. */
    Optional<String> warning() {
        Instant end = material.leaf().getNotAfter().toInstant();
        Instant now = clock.instant();
        String ending = now.isAfter(end)
                ? "The certificate ended at " + end + ": browsers refuse it. Renew it."
                : now.plus(SOON).isAfter(end) ? "The certificate ends at " + end + ". Renew it." : null;
        return List.of(
                        Optional.ofNullable(problem).map(why -> why + ". The certificate from before is in use."),
                        Optional.ofNullable(ending))
                .stream()
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + " " + other);
    }
}
