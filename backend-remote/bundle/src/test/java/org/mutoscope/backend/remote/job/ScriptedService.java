package org.mutoscope.backend.remote.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mutoscope.backend.remote.wire.CallFault;

/** A service that says what a test wants. */
final class ScriptedService implements Service {
    final List<String> asked = new ArrayList<>();
    final Deque<Standing> standings = new ArrayDeque<>();
    Submitted submitted = Submitted.Accepted.as("up-1");
    CallFault fault;
    Found found = Found.unsure();
    Runnable atLook = () -> {};
    Runnable atSubmit = () -> {};
    Standing afterCancel;
    private boolean cancelled;

    @Override
    public Submitted submit(Order order) throws CallFault {
        asked.add("submit " + order.key());
        atSubmit.run();
        if (fault != null) {
            throw fault;
        }
        return submitted;
    }

    @Override
    public Standing look(Order order, Ticket ticket) throws InterruptedException {
        asked.add("look " + ticket.id());
        atLook.run();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (cancelled && afterCancel != null) {
            return afterCancel;
        }
        return standings.size() > 1 ? standings.poll() : standings.peek();
    }

    @Override
    public Found find(Order order, Ticket intent, java.util.function.Predicate<String> others) {
        asked.add("find " + intent.key());
        return found;
    }

    @Override
    public boolean cancel(Order order, Ticket ticket) {
        asked.add("cancel " + ticket.id());
        cancelled = true;
        return true;
    }
}
