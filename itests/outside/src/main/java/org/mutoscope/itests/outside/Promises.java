package org.mutoscope.itests.outside;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Checks promises one by one, or some beside others, a line each, and ends with {@code N passed, N failed}. */
final class Promises {
    private final List<String> only;
    private int passed;
    private int failed;

    /** @param only names of the promises to check; empty for all */
    Promises(List<String> only) {
        this.only = only;
    }

    /** Whether one is to be checked. */
    boolean wants(String name) {
        return only.isEmpty() || only.contains(name);
    }

    /** Checks one. */
    void promise(String name, String words, Check check) {
        promise(List.of(name), words, check);
    }

    /** Checks what is promised under several names. */
    void promise(List<String> names, String words, Check check) {
        if (names.stream().noneMatch(this::wants)) {
            return;
        }
        String name = names.get(0);
        Instant begin = Instant.now();
        String outcome = "ok    ";
        String why = "";
        try {
            check.run();
            count(true);
        } catch (Exception | AssertionError e) {
            count(false);
            outcome = "FAILED";
            why = "\n      " + e;
            if (!(e instanceof AssertionError)) {
                e.printStackTrace(System.out);
            }
        }
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        System.out.printf(Locale.ROOT, "%-4s %s %5.1f s  %s%s%n", name, outcome, seconds, words, why);
    }

    private synchronized void count(boolean kept) {
        passed += kept ? 1 : 0;
        failed += kept ? 0 : 1;
    }

    /** Checks promises that mostly wait beside one another; in each lane one by one. They share no account and no service. */
    static void beside(Runnable... lanes) throws InterruptedException {
        List<Thread> threads =
                Arrays.stream(lanes).map(lane -> new Thread(lane, "lane")).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Prints the sum. @return exit code */
    synchronized int end() {
        System.out.println(passed + " passed, " + failed + " failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    static void equal(Object expected, Object actual, String what) {
        check(expected.equals(actual), what + ": expected " + expected + ", got " + actual);
    }

    /** Waits for a condition; looks every 20 ms. */
    static void await(Duration most, String what, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(most);
        while (!condition.getAsBoolean()) {
            check(Instant.now().isBefore(end), "within " + most.toMillis() + " ms it did not happen: " + what);
            Thread.sleep(20); // outside a unit test there is nothing else to wait on than the clock
        }
    }

    /** A check. */
    interface Check {
        void run() throws Exception;
    }
}
