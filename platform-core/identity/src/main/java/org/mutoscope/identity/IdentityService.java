package org.mutoscope.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.mutoscope.core.identity.Account;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Accounts and keys in the tables of the platform. Whether a caller may do what is asked is for those to say who ask. */
@Component(service = Identity.class)
public final class IdentityService implements Identity {
    private static final int MOST_CACHED = 10_000;
    private static final int LONGEST_LIST = 1000;
    private static final int LONGEST_SUBJECT = 400;
    private static final String AUDIT =
            "insert into audit (at, principal_id, act, subject, outcome) values (?, ?, ?, ?, ?)";

    private final UnitOfWork work;
    private final Clock clock;
    private final Secrets secrets = new Secrets();
    private final Keyring keys = new Keyring(secrets);
    private final Accounts accounts = new Accounts();
    private final KeyCache cache;

    /** Opens the operator's account at the very first start. */
    @Activate
    public IdentityService(@Reference UnitOfWork work, BundleContext context) {
        this(work, Clock.systemUTC(), System::nanoTime);
        new FirstKey(work, this).ensure(FirstKey.folder(context.getProperty("mutoscope.data")));
    }

    IdentityService(UnitOfWork work, Clock clock, LongSupplier nanos) {
        this.work = work;
        this.clock = clock;
        this.cache = new KeyCache(nanos, MOST_CACHED);
    }

    @Override
    public Caller authenticate(String key) {
        if (key == null || key.isBlank()) {
            throw new Problem(
                    Code.MISSING_API_KEY, "No API key was sent. Send 'Authorization: Bearer mk_...' with your key.");
        }
        if (!Secrets.shaped(key)) {
            throw new Problem(Code.INVALID_API_KEY, "This is not an API key: those are mk_ and 43 letters.");
        }
        String digest = Secrets.digest(key);
        Keyring.Known known = cache.get(digest, () -> work.read(tx -> keys.find(tx, digest)))
                .filter(found -> !found.revoked())
                .orElseThrow(() -> new Problem(
                        Code.INVALID_API_KEY, "No account has this API key, or it was revoked. Ask for a new one."));
        if (known.expires() != null && !known.expires().isAfter(clock.instant())) {
            throw new Problem(
                    Code.EXPIRED_API_KEY, "This API key ended at " + known.expires() + ". Ask for a new one.");
        }
        if (known.frozen()) {
            throw new Problem(Code.ACCOUNT_FROZEN, "This account is frozen. Ask the operator why.");
        }
        return known.caller();
    }

    @Override
    public Opened open(String name, Set<Role> roles, Caller by) {
        Names.require(name, "name");
        return work.write(tx -> open(tx, name, roles, by));
    }

    Opened open(Transaction tx, String name, Set<Role> roles, Caller by) {
        Set<Role> given = roles == null || roles.isEmpty() ? EnumSet.of(Role.CREATOR) : EnumSet.copyOf(roles);
        Account account = new Account(secrets.id("acct"), name, given, tx.now());
        String principal = accounts.insert(tx, account, secrets.id("prin"));
        Issued first = keys.issue(tx, new Keyring.NewKey(principal, account.id(), "first key", null));
        audit(tx, by, "account.open", account.id() + " " + given);
        audit(tx, by, "key.issue", account.id() + " " + first.keyId());
        return new Opened(account, first.key());
    }

    @Override
    public boolean freeze(Transaction tx, String accountId, boolean frozen, String why, Caller by) {
        boolean changed = accounts.freeze(tx, accountId, frozen);
        if (changed) {
            audit(tx, by, frozen ? "account.freeze" : "account.unfreeze", accountId + " " + why);
        }
        return changed;
    }

    @Override
    public Optional<Account> find(String accountId) {
        return work.read(tx -> accounts.find(tx, accountId));
    }

    @Override
    public List<Account> list(String after, int limit) {
        if (limit < 1 || limit > LONGEST_LIST) {
            throw paging("limit is 1 to " + LONGEST_LIST + ", not " + limit + ".", "limit");
        }
        return work.read(tx -> {
            long from = after == null
                    ? 0
                    : accounts.seq(tx, after).orElseThrow(() -> paging("after names no account.", "after"));
            return accounts.page(tx, from, limit);
        });
    }

    @Override
    public Issued issue(String accountId, String label, Instant expires, Caller by) {
        Names.require(label, "label");
        if (expires != null && !expires.isAfter(clock.instant())) {
            throw new Problem(
                    Code.INVALID_REQUEST, "A key cannot end in the past, at " + expires + ".", "expires_at", null);
        }
        return work.write(tx -> issue(tx, accountId, new Request(label, expires), by));
    }

    Issued issue(Transaction tx, String accountId, Request request, Caller by) {
        String principal = accounts.principal(tx, accountId).orElseThrow(IdentityService::noAccount);
        Issued issued = keys.issue(tx, new Keyring.NewKey(principal, accountId, request.label, request.expires));
        audit(tx, by, "key.issue", accountId + " " + issued.keyId());
        return issued;
    }

    @Override
    public List<KeyFacts> keys(String accountId) {
        return work.read(tx -> {
            if (accounts.seq(tx, accountId).isEmpty()) {
                throw noAccount();
            }
            return keys.list(tx, accountId);
        });
    }

    @Override
    public boolean revoke(String accountId, String keyId, Caller by) {
        return work.write(tx -> revoke(tx, accountId, keyId, by));
    }

    boolean revoke(Transaction tx, String accountId, String keyId, Caller by) {
        Optional<String> digest = keys.digest(tx, accountId, keyId);
        if (digest.isPresent() && keys.revoke(tx, accountId, keyId)) {
            audit(tx, by, "key.revoke", accountId + " " + keyId);
            tx.afterCommit(() -> cache.forget(digest.get()));
        }
        return digest.isPresent();
    }

    @Override
    public void audit(Transaction tx, Caller by, String act, String subject) {
        audit(tx, by, new Act(act, subject, Outcome.DONE));
    }

    @Override
    public void audit(Transaction tx, Caller by, Act act) {
        String subject = act.subject();
        String shown = subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT));
        String who = by == null ? null : by.principalId();
        tx.update(AUDIT, tx.now(), who, act.name(), shown, act.outcome().name());
    }

    Accounts accounts() {
        return accounts;
    }

    Keyring keyring() {
        return keys;
    }

    private static Problem noAccount() {
        return new Problem(Code.ACCOUNT_NOT_FOUND, "There is no such account.");
    }

    private static Problem paging(String message, String param) {
        return new Problem(Code.INVALID_PAGING, message, param, null);
    }

    /** @param expires when the key ends, or null */
    record Request(String label, Instant expires) {}
}
