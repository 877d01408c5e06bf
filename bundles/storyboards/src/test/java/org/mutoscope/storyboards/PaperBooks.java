package org.mutoscope.storyboards;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.storage.Transaction;

/** Writes down what is booked, as SERVICE WHAT MICROS. */
final class PaperBooks implements Upstream {
    final List<String> paid = new ArrayList<>();

    @Override
    public void paid(Transaction tx, String service, String what, UpstreamCost cost) {
        paid.add(service + " " + what + " " + cost.micros());
    }

    @Override
    public List<Budget> budgets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Margin> margins(String month) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Stop> stops() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean reopen(String backend, String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> verify(Transaction tx) {
        throw new UnsupportedOperationException();
    }
}
