package org.mutoscope.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.core.identity.Account;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** Accounts in memory. The key of account {@code acct_x} is {@code mk_x}. */
final class StubIdentity implements Identity {
    private final Map<String, Caller> callers = new ConcurrentHashMap<>();
    private final List<Account> accounts = new CopyOnWriteArrayList<>();
    final List<String> audit = new CopyOnWriteArrayList<>();

    StubIdentity with(String name, Role... roles) {
        accounts.add(new Account("acct_" + name, name, Set.of(roles), Instant.EPOCH));
        callers.put("mk_" + name, new Caller("prin_" + name, "acct_" + name, name, Set.of(roles)));
        return this;
    }

    @Override
    public Caller authenticate(String key) {
        if (key.equals("mk_expired")) {
            throw new Problem(Code.EXPIRED_API_KEY, "This key has expired.");
        }
        Caller caller = callers.get(key);
        if (caller == null) {
            throw new Problem(Code.INVALID_API_KEY, "There is no such key.");
        }
        return caller;
    }

    @Override
    public Opened open(String name, Set<Role> roles, Caller by) {
        with(name, roles.toArray(Role[]::new));
        return new Opened(find("acct_" + name).orElseThrow(), "mk_" + name);
    }

    @Override
    public Optional<Account> find(String accountId) {
        return accounts.stream().filter(a -> a.id().equals(accountId)).findFirst();
    }

    @Override
    public List<Account> list(String after, int limit) {
        List<Account> found = new ArrayList<>(accounts);
        while (after != null && !found.isEmpty() && !found.remove(0).id().equals(after)) {
            continue;
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    @Override
    public Issued issue(String accountId, String label, Instant expires, Caller by) {
        return new Issued("key_1", "mk_new");
    }

    @Override
    public List<KeyFacts> keys(String accountId) {
        return List.of(new KeyFacts("key_1", "first", "abcd", Instant.EPOCH, null, false));
    }

    @Override
    public boolean revoke(String accountId, String keyId, Caller by) {
        return keyId.equals("key_1");
    }

    @Override
    public boolean freeze(Transaction tx, String accountId, boolean frozen, String why, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void audit(Transaction tx, Caller by, String act, String subject) {
        audit.add(by.accountName() + " " + act + " " + subject);
    }
}
