package org.mutoscope.billing.standins;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings notices to a platform, in order, each once; on request all of them again, in another order and several at once. */
final class Postman {
    private static final int BAGS = 8;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI to;
    private final List<Notice> brought = Collections.synchronizedList(new ArrayList<>());

    Postman(URI to) {
        this.to = to;
    }

    /** Brings a notice that it may be asked for again. */
    void bring(Notice notice) {
        brought.add(notice);
        send(notice);
    }

    /**
     * Brings everything again.
     *
     * @param times how often each
     * @param seed of the order
     * @return how many were answered 200
     */
    int again(int times, long seed) {
        List<Notice> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.addAll(List.copyOf(brought));
        }
        Collections.shuffle(all, new Random(seed));
        AtomicInteger next = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        List<Thread> bags = new ArrayList<>();
        for (int i = 0; i < BAGS; i++) {
            bags.add(new Thread(
                    () -> {
                        for (int at = next.getAndIncrement(); at < all.size(); at = next.getAndIncrement()) {
                            taken.addAndGet(send(all.get(at)) == 200 ? 1 : 0);
                        }
                    },
                    "stand-in-postman"));
        }
        bags.forEach(Thread::start);
        try {
            for (Thread bag : bags) {
                bag.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is closing
        }
        return taken.get();
    }

    /** Brings a notice that it forgets. @return HTTP status, 0 if nobody answered */
    int send(Notice notice) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to).timeout(Duration.ofSeconds(60));
        notice.headers().forEach(request::header);
        try {
            return http.send(
                            request.POST(HttpRequest.BodyPublishers.ofString(notice.body()))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
