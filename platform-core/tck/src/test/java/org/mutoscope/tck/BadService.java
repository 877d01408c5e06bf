package org.mutoscope.tck;

import java.util.Set;
import java.util.TreeSet;

/** The service that the bad backend has its clips made by: knows them by number. Safe for several threads. */
final class BadService implements WorkElsewhere {
    private final Set<Integer> stopped = new TreeSet<>();
    private boolean stalls;
    private int begun;

    /** Begins a clip. @return its number */
    synchronized int begin() {
        begun++;
        notifyAll();
        return begun;
    }

    /** Waits until a clip is done. */
    synchronized void await(int clip) throws InterruptedException {
        while (clip > begun || stalls && !stopped.contains(clip)) {
            wait();
        }
    }

    synchronized void stop(int clip) {
        stopped.add(clip);
        notifyAll();
    }

    @Override
    public synchronized void stall() {
        stalls = true;
    }

    @Override
    public synchronized void goOn() {
        stalls = false;
        notifyAll();
    }

    @Override
    public synchronized int begun() {
        return begun;
    }

    @Override
    public synchronized int stopped() {
        return stopped.size();
    }
}
