package org.mutoscope.views;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * The installation's secrets for views, in the table {@code view_key}. That of a day signs its tokens and hashes its networks; when it is forgotten, nobody
 * can say any more which network a hash is of.
 */
final class KeyRing {
    /** The secret that stays. */
    private static final String VISITORS = "visitors";

    private static final int DAYS = 2;

    private final UnitOfWork storage;
    private final Map<String, Secret> known = new ConcurrentHashMap<>();

    KeyRing(UnitOfWork storage) {
        this.storage = storage;
    }

    /** That of a day, if there is one. */
    Optional<Secret> find(LocalDate day) {
        Secret secret = known.get(day.toString());
        if (secret != null) {
            return Optional.of(secret);
        }
        Optional<Secret> found = storage.read(tx -> read(tx, day.toString()));
        found.ifPresent(it -> known.put(day.toString(), it));
        return found;
    }

    /** That of a day, made if need be. It is durable before anything is made with it. @param day of which a token is made, so today */
    Secret of(LocalDate day) {
        return get(day.toString());
    }

    /** That by which the names are hashed that sites have for visitors. */
    Secret visitors() {
        return get(VISITORS);
    }

    private Secret get(String name) {
        Secret secret = known.get(name);
        if (secret == null) {
            secret = storage.write(tx -> read(tx, name).orElseGet(() -> make(tx, name)));
            known.put(name, secret);
        }
        return secret;
    }

    private static Optional<Secret> read(Transaction tx, String name) {
        return tx.first("select secret from view_key where name = ?", row -> new Secret(row.text("secret")), name);
    }

    private static Secret make(Transaction tx, String name) {
        Secret secret = new Secret(Words.secret());
        try {
            tx.update("insert into view_key (name, secret, created_at) values (?, ?, ?)", name, secret.hex(), tx.now());
            return secret;
        } catch (DuplicateKey another) {
            return read(tx, name).orElseThrow();
        }
    }

    /** Forgets days that are over. */
    void forget(Transaction tx) {
        String first = tx.now()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .minusDays(DAYS - 1)
                .toString();
        tx.update("delete from view_key where name < ? and name <> ?", first, VISITORS);
        tx.afterCommit(() -> known.keySet().removeIf(name -> !name.equals(VISITORS) && name.compareTo(first) < 0));
    }
}
