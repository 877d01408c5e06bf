package org.mutoscope.plugins;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;

/** A service in the hands of one user. */
final class Lease<T> implements Leased<T> {
    private final TrackedOffer<T> offer;
    private final T service;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean gone;
    private boolean closed;

    Lease(TrackedOffer<T> offer, T service) {
        this.offer = offer;
        this.service = service;
    }

    @Override
    public T service() {
        return service;
    }

    @Override
    public Offered<T> from() {
        return offer;
    }

    @Override
    public synchronized boolean gone() {
        return gone;
    }

    @Override
    public void onGone(Runnable action) {
        synchronized (this) {
            if (!gone) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    void tellGone() {
        List<Runnable> due;
        synchronized (this) {
            gone = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            actions.clear();
        }
        offer.giveBack(this);
    }
}
