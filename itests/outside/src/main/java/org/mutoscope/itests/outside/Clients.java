package org.mutoscope.itests.outside;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Several clients that do the same thing over and over until they are told to stop. */
final class Clients implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean stop;

    Clients(int number, Act act) {
        for (int i = 0; i < number; i++) {
            int client = i;
            Thread thread = new Thread(() -> {
                for (int n = 0; !stop; n++) {
                    try {
                        act.run(client, n);
                        done.incrementAndGet();
                    } catch (Exception | AssertionError e) {
                        failures.add(e.toString());
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
    }

    int done() {
        return done.get();
    }

    /** Stops them and gives what went wrong. */
    List<String> end() throws InterruptedException {
        stop = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stop = true;
    }

    /** One thing a client does. */
    interface Act {
        void run(int client, int number) throws Exception;
    }
}
