package org.mutoscope.paper;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A paper App Store that runs: a shop, its API for both environments, its OCSP responder and its counter, all on one loopback port. Its
 * certificates and keys are new in each run, so nothing that one run signed is good in another.
 */
public final class PaperStore implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread thread = new Thread(r, "paper-store");
        thread.setDaemon(true);
        return thread;
    });
    private final Ocsp ocsp = new Ocsp();
    private final Troubles troubles = new Troubles();
    private final Chain chain;
    private final Credentials credentials;
    private final Shop shop;
    private final ServerApi production;
    private final ServerApi sandbox;
    private final List<Courier> couriers = new CopyOnWriteArrayList<>();

    /**
     * Starts it.
     *
     * @param app whose purchases it sells; its bundle id begins with {@code paper.}, or no bundle will trust it
     * @param port loopback port; 0 for any
     */
    public PaperStore(Shop.App app, int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be listened on: " + e.getMessage(), e);
        }
        chain = mint(Recipe.good());
        credentials = new Credentials(app.bundleId());
        shop = new Shop(app, chain, Clock.systemUTC());
        production = new ServerApi("Production", shop, credentials, troubles);
        sandbox = new ServerApi("Sandbox", shop, credentials, troubles);
        server.createContext(Ocsp.PATH, ocsp);
        server.createContext("/production", production);
        server.createContext("/sandbox", sandbox);
        server.createContext(Counter.PATH, new Counter(shop));
        server.setExecutor(threads);
        server.start();
    }

    /** Mints another chain that this store's OCSP responder answers for. */
    public Chain mint(Recipe recipe) {
        Chain minted = Mint.mint(recipe.withOcsp(url() + Ocsp.PATH));
        ocsp.knows(minted);
        return minted;
    }

    /** Mints a chain below this store's own root, so that only what is wrong with the new certificates speaks against it. */
    public Chain sibling(Recipe recipe) {
        Chain minted = Mint.sibling(chain, recipe.withOcsp(url() + Ocsp.PATH));
        ocsp.knows(minted);
        return minted;
    }

    /** Sends all further notices there, in place of where it sent them before. @param to address of the platform's notices */
    public void deliver(URI to, Courier.Manners manners) {
        if (couriers.isEmpty()) {
            shop.onNotice(notice -> couriers.get(couriers.size() - 1).take(notice));
        }
        couriers.add(new Courier(to, manners));
        production.delivered(this::delivered);
        sandbox.delivered(this::delivered);
    }

    private boolean delivered(String noticeId) {
        return couriers.stream().anyMatch(courier -> courier.delivered(noticeId));
    }

    /** Where it answers, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was sold. */
    public Shop shop() {
        return shop;
    }

    /** Who signed. */
    public Chain chain() {
        return chain;
    }

    /** The key for its API. */
    public Credentials credentials() {
        return credentials;
    }

    /** What is wrong with its API. */
    public Troubles troubles() {
        return troubles;
    }

    /** Its OCSP responder. */
    public Ocsp ocsp() {
        return ocsp;
    }

    /** How often the API of both environments was asked. */
    public int requests() {
        return production.requests() + sandbox.requests();
    }

    @Override
    public void close() {
        troubles.wake();
        couriers.forEach(Courier::close);
        server.stop(0);
        threads.shutdownNow();
    }
}
