package org.mutoscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How badly notices travel. */
@Timeout(300)
class CourierTest {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer platform;

    @BeforeEach
    void listen() throws IOException {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                boolean refuse = refusals.getAndDecrement() > 0;
                if (!refuse) {
                    received.add(body);
                }
                exchange.sendResponseHeaders(refuse ? 503 : 200, -1);
            }
        });
        platform.start();
    }

    @AfterEach
    void close() {
        platform.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + platform.getAddress().getPort() + "/notices");
    }

    private static Notice notice(int number, String environment) {
        return new Notice("n" + number, environment, "TEST", "", Instant.now(), "payload" + number);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within two minutes");
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static List<String> bodies(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(notice(i, "Production").body());
        }
        return all;
    }

    @Test
    void withGoodMannersEachComesOnceInOrder() {
        try (Courier courier = new Courier(address(), Courier.Manners.good())) {
            for (int i = 0; i < 20; i++) {
                courier.take(notice(i, "Production"));
            }
            until(() -> received.size() == 20);
            assertEquals(bodies(20), received);
            until(() -> courier.delivered("n19"));
        }
    }

    @Test
    void theSeedDecidesWhatIsLostAndWhatComesTwice() {
        List<String> once = travel(7);
        assertEquals(once, travel(7));
        assertNotEquals(once, travel(8));
        assertTrue(once.size() > 20 && once.size() < 60, "came: " + once.size());
    }

    private List<String> travel(long seed) {
        received.clear();
        Courier.Manners bad = new Courier.Manners(seed, 30, 30, Duration.ZERO, Duration.ofSeconds(1));
        try (Courier courier = new Courier(address(), bad)) {
            for (int i = 0; i < 40; i++) {
                courier.take(notice(i, "Sandbox"));
            }
            courier.take(new Notice("last", "Sandbox", "TEST", "", Instant.now(), "last"));
            int[] before = {-1};
            long[] quiet = {System.nanoTime()};
            until(() -> {
                if (received.size() != before[0]) {
                    before[0] = received.size();
                    quiet[0] = System.nanoTime();
                }
                return System.nanoTime() - quiet[0] > Duration.ofSeconds(2).toNanos();
            });
            return List.copyOf(received);
        }
    }

    @Test
    void delaysChangeTheOrder() {
        Courier.Manners slow = new Courier.Manners(3, 0, 0, Duration.ofMillis(500), Duration.ofSeconds(1));
        try (Courier courier = new Courier(address(), slow)) {
            for (int i = 0; i < 30; i++) {
                courier.take(notice(i, "Production"));
            }
            until(() -> received.size() == 30);
            assertNotEquals(bodies(30), received);
        }
    }

    @Test
    void productionComesAgainAndTheSandboxDoesNot() {
        refusals.set(2);
        Courier.Manners quick = new Courier.Manners(0, 0, 0, Duration.ZERO, Duration.ofMillis(5));
        try (Courier courier = new Courier(address(), quick)) {
            courier.take(notice(1, "Production"));
            until(() -> courier.delivered("n1"));
            refusals.set(1);
            courier.take(notice(2, "Sandbox"));
            courier.take(notice(3, "Production"));
            until(() -> courier.delivered("n3"));
            assertTrue(!courier.delivered("n2"));
        }
    }
}
