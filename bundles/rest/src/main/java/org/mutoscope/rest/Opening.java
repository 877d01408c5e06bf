package org.mutoscope.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Makes a listener for the web server, each time that one starts. */
final class Opening implements ConnectorFactory {
    private static final long IDLE_MILLIS = 60_000;

    private final Listeners.Listener listener;
    private final Tls tls;
    private final Listeners told;
    private SslContextFactory.Server secrets;

    /** @param tls null for a listener without */
    Opening(Listeners.Listener listener, Tls tls, Listeners told) {
        this.listener = listener;
        this.tls = tls;
        this.told = told;
    }

    @Override
    public synchronized Connector createConnector(Server server) {
        ServerConnector connector =
                tls == null ? new ServerConnector(server, new HttpConnectionFactory(configuration())) : secure(server);
        connector.setHost(listener.host());
        connector.setPort(listener.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        try {
            connector.open(); // here and not at its start, so that a port that is taken is told in a sentence
        } catch (IOException e) {
            told.problem("The listener for " + listener.what() + " is not open: " + listener.host() + " port "
                    + listener.port() + " cannot be had (" + e.getMessage() + ").");
            throw new UncheckedIOException(e);
        }
        told.opened(listener, url(connector));
        return connector;
    }

    private ServerConnector secure(Server server) {
        if (secrets != null) {
            tls.forget(secrets); // of a web server that was stopped
        }
        secrets = tls.factory();
        HttpConfiguration configuration = configuration();
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false); // one certificate for all names; whether it fits is for the client to say
        configuration.addCustomizer(customizer);
        return new ServerConnector(
                server, new SslConnectionFactory(secrets, "http/1.1"), new HttpConnectionFactory(configuration));
    }

    private HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        if (listener.administration()) {
            configuration.addCustomizer((request, headers) -> {
                request.setAttribute(Ports.ADMIN, true);
                return request;
            });
        }
        return configuration;
    }

    private String url(ServerConnector connector) {
        boolean any = listener.host().equals("0.0.0.0") || listener.host().equals("::");
        String name = any ? "127.0.0.1" : listener.host();
        return (tls == null ? "http://" : "https://") + (name.contains(":") ? "[" + name + "]" : name) + ":"
                + connector.getLocalPort();
    }
}
