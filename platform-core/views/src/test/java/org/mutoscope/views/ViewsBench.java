package org.mutoscope.views;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.views.Watch.Event;
import org.mutoscope.core.views.Watch.Kind;
import org.mutoscope.core.views.Watch.Visit;

/** How many requests with an event a second are taken down durably, and how long the guard takes for a day. Arguments: plays, clients. */
public final class ViewsBench {
    private static final int VIEWERS = 2_000;
    private static final int CLIPS = 500;

    private ViewsBench() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        int plays = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        int clients = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
        try (Street street = new Street(Database.H2)) {
            List<Visit> visits = visits(street, plays);
            ExecutorService pool = Executors.newFixedThreadPool(clients);
            List<String> tokens = new ArrayList<>();
            long begin = System.nanoTime();
            for (var token : pool.invokeAll(visits.stream()
                    .map(visit ->
                            (Callable<String>) () -> street.watch().open(visit).token())
                    .toList())) {
                tokens.add(token.get());
            }
            print("tokens", plays, begin);
            begin = System.nanoTime();
            send(street, pool, tokens, new Event(0, Kind.START, 0, true));
            print("requests with one event", plays, begin);
            street.pass(Duration.ofSeconds(8));
            begin = System.nanoTime();
            send(street, pool, tokens, new Event(1, Kind.END, 8_000, true));
            print("requests with one event", plays, begin);
            pool.shutdown();
            begin = System.nanoTime();
            street.system.look();
            print("plays judged and written", plays, begin);
            begin = System.nanoTime();
            System.out.println(street.weights().size() + " videos, "
                    + street.payers().size() + " by payer, " + street.views().month(Street.OCTOBER));
            print("plays added up", plays, begin);
            begin = System.nanoTime();
            System.out.println(street.desk()
                            .recompute(street.olga, Street.OCTOBER)
                            .differences()
                            .size() + " differences");
            print("plays judged again", plays, begin);
            Runtime runtime = Runtime.getRuntime();
            System.out.println((runtime.totalMemory() - runtime.freeMemory()) / 1_048_576 + " MiB in use");
        }
        System.exit(0);
    }

    private static List<Visit> visits(Street street, int plays) {
        List<Caller> viewers = new ArrayList<>();
        List<String> clips = new ArrayList<>();
        for (int n = 0; n < VIEWERS; n++) {
            viewers.add(street.person());
        }
        for (int n = 0; n < CLIPS; n++) {
            clips.add(street.clip(viewers.get(n)));
        }
        List<Visit> visits = new ArrayList<>();
        for (int n = 0; n < plays; n++) {
            visits.add(Visit.of(viewers.get(n % VIEWERS).accountId(), clips.get((n * 7 + n / VIEWERS) % CLIPS)));
        }
        return visits;
    }

    private static void send(Street street, ExecutorService pool, List<String> tokens, Event event) throws Exception {
        AtomicInteger network = new AtomicInteger();
        for (var done : pool.invokeAll(tokens.stream()
                .map(token -> (Callable<Void>) () -> {
                    street.say(token, "n" + network.incrementAndGet() % VIEWERS, event);
                    return null;
                })
                .toList())) {
            done.get();
        }
    }

    private static void print(String what, int count, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%,d %s in %.2f s: %,.0f/s%n", count, what, seconds, count / seconds);
    }
}
