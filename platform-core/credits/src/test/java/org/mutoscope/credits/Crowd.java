package org.mutoscope.credits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many threads that begin at one moment. The first failure of any is the test's. */
final class Crowd {
    private Crowd() {}

    /** @param act is given the number of its thread, from 0 */
    static void run(int threads, Act act) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            List<Future<?>> runs = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                int number = n;
                runs.add(pool.submit(() -> {
                    ready.countDown();
                    ready.await();
                    act.run(number);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(240, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            end(pool); // one that fails must not leave the others at work under the next test
        }
    }

    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What each thread does. */
    interface Act {
        void run(int number) throws Exception;
    }
}
