package org.mutoscope.tck;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Finds threads that somebody left behind. */
final class LeftThreads {
    /** Of the kit, the framework and the JDK: they come and go by themselves. */
    private static final String OTHERS =
            "tck-.*|SCR .*|CM .*|Felix.*|ForkJoinPool\\.commonPool.*|HTTP-Dispatcher|process reaper.*|Common-Cleaner|Attach Listener|surefire.*|.*Signal Dispatcher";

    private LeftThreads() {}

    /** Names of threads that were not there before, after those that are ending had time to. */
    static List<String> since(Set<Thread> before, String standIns, Duration patience) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        List<Thread> left = now(before, standIns);
        while (!left.isEmpty() && Instant.now().isBefore(end)) {
            System.gc(); // a client that nobody holds ends its threads when it is collected
            left.get(0).join(100);
            left = now(before, standIns);
        }
        return left.stream().map(Thread::getName).sorted().toList();
    }

    private static List<Thread> now(Set<Thread> before, String standIns) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !before.contains(t) && t.isAlive() && !t.getName().matches(OTHERS))
                .filter(t -> !t.getName().matches(standIns))
                .toList();
    }
}
