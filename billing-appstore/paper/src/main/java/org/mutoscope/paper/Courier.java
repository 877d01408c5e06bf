package org.mutoscope.paper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Carries notices to an address, well or badly. Production notices that are not answered with 2xx come again up to five times, as Apple's do after
 * 1, 12, 24, 48 and 72 hours; sandbox notices come once. Safe for use by several threads.
 */
public final class Courier implements AutoCloseable {
    /**
     * How badly.
     *
     * @param seed the same seed spoils the same notices
     * @param dropPercent how many are lost, as if all attempts had failed
     * @param doublePercent how many come twice
     * @param delay longest delay; with a delay they come in any order
     * @param hour how long an hour between attempts takes
     */
    public record Manners(long seed, int dropPercent, int doublePercent, Duration delay, Duration hour) {
        /** Everything once, at once, in order. */
        public static Manners good() {
            return new Manners(0, 0, 0, Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    private static final int[] HOURS = {1, 12, 24, 48, 72};

    private final URI address;
    private final Manners manners;
    private final Random random;
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ScheduledExecutorService legs = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "paper-courier");
        thread.setDaemon(true);
        return thread;
    });

    /** @param address where notices are posted */
    public Courier(URI address, Manners manners) {
        this.address = address;
        this.manners = manners;
        this.random = new Random(manners.seed());
    }

    /** Takes a notice; returns at once. */
    public synchronized void take(Notice notice) {
        boolean dropped = random.nextInt(100) < manners.dropPercent();
        boolean twice = random.nextInt(100) < manners.doublePercent();
        long first = delay();
        long second = delay();
        if (!dropped) {
            legs.schedule(() -> carry(notice, 0), first, TimeUnit.MILLISECONDS);
        }
        if (twice && !dropped) {
            legs.schedule(() -> carry(notice, HOURS.length), second, TimeUnit.MILLISECONDS);
        }
    }

    private long delay() {
        long longest = manners.delay().toMillis();
        return longest == 0 ? 0 : Math.floorMod(random.nextLong(), longest);
    }

    /** Whether an attempt was answered with 2xx. */
    public boolean delivered(String noticeId) {
        return delivered.contains(noticeId);
    }

    private void carry(Notice notice, int attempt) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(notice.body()))
                .build();
        boolean arrived = arrives(request);
        if (arrived) {
            delivered.add(notice.id());
        } else if (attempt < HOURS.length && notice.environment().equals("Production") && !legs.isShutdown()) {
            long wait = manners.hour().toMillis() * HOURS[attempt];
            legs.schedule(() -> carry(notice, attempt + 1), wait, TimeUnit.MILLISECONDS);
        }
    }

    private boolean arrives(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false; // nobody is there: the next attempt may find somebody
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Drops what is on its way. */
    @Override
    public void close() {
        legs.shutdownNow();
    }
}
