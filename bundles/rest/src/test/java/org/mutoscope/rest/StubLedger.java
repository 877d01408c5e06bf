package org.mutoscope.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** A ledger of fixed answers. */
final class StubLedger implements Ledger {
    static final Lot LOT = new Lot(1, Source.FREE_DAILY, 300, 290, 10, Instant.EPOCH, Instant.EPOCH);
    private volatile boolean blocked;
    final List<GrantRequest> grants = new CopyOnWriteArrayList<>();

    @Override
    public Balance balance(Transaction tx, String accountId) {
        return new Balance(accountId, 290, 10, 0, Instant.EPOCH);
    }

    @Override
    public Lot grant(Transaction tx, GrantRequest request) {
        if (request.credits() < 1) {
            throw new Problem(Code.INVALID_AMOUNT, "At least one credit is granted.");
        }
        grants.add(request);
        return new Lot(2, request.source(), request.credits(), request.credits(), 0, null, Instant.EPOCH);
    }

    @Override
    public List<Lot> lots(Transaction tx, String accountId, boolean all) {
        return List.of(LOT);
    }

    @Override
    public List<Entry> history(Transaction tx, String accountId, long before, int limit) {
        return List.of(new Entry(5, Instant.EPOCH, "CAPTURE", "video_1", -10, 290));
    }

    @Override
    public List<String> verify(Transaction tx) {
        return List.of();
    }

    @Override
    public Hold hold(Transaction tx, HoldRequest request, Duration releaseAfter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Captured capture(Transaction tx, String jobId, long credits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(Transaction tx, String jobId, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Hold> find(Transaction tx, String jobId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> overdue(Transaction tx, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void extend(Transaction tx, String jobId, Duration releaseAfter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Lot> apply(Transaction tx, String provider, String accountId, PurchaseFact fact, long credits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void freeze(Transaction tx, PurchaseKey purchase, boolean frozen) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean block(Transaction tx, String accountId, boolean blocked) {
        boolean changed = this.blocked != blocked;
        this.blocked = blocked;
        return changed;
    }

    @Override
    public boolean blocked(Transaction tx, String accountId) {
        return blocked;
    }

    @Override
    public Optional<Use> use(Transaction tx, PurchaseKey purchase) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int expire(Transaction tx, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void lock(Transaction tx, long lotId, long standard) {
        throw new UnsupportedOperationException();
    }
}
