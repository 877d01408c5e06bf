package org.mutoscope.views;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.core.identity.Account;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.storage.Transaction;

/** Remembers what was audited; nothing else is asked of it. */
final class AuditBook implements Identity {
    final List<String> acts = new CopyOnWriteArrayList<>();

    @Override
    public void audit(Transaction tx, Caller by, String act, String subject) {
        String line = by.accountId() + " " + act + " " + subject;
        tx.afterCommit(() -> acts.add(line));
    }

    @Override
    public Caller authenticate(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Opened open(String name, Set<Role> roles, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean freeze(Transaction tx, String accountId, boolean frozen, String why, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> find(String accountId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Account> list(String after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Issued issue(String accountId, String label, Instant expires, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<KeyFacts> keys(String accountId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(String accountId, String keyId, Caller by) {
        throw new UnsupportedOperationException();
    }
}
