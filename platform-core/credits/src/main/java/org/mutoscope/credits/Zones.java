package org.mutoscope.credits;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** Time zones of accounts, UTC for those that never named one. A zone may be changed once in 30 days, so that nobody travels for a second lot. */
final class Zones {
    private static final Duration KEPT = Duration.ofDays(30);

    private Zones() {}

    static ZoneId of(Transaction tx, String accountId) {
        return tx.first("select zone from account_zone where account_id = ?", row -> row.text("zone"), accountId)
                .map(Zones::known)
                .orElse(ZoneOffset.UTC);
    }

    /** A name that a newer time zone table has dropped is UTC rather than a fault at every hold. */
    private static ZoneId known(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    static void set(Transaction tx, String accountId, String name) {
        if (name == null || name.length() > 64 || !ZoneId.getAvailableZoneIds().contains(name)) {
            throw new Problem(
                    Code.INVALID_REQUEST, "zone is a name of the time zone database: Europe/Berlin.", "zone", null);
        }
        Optional<Instant> before = tx.first(
                "select changed_at from account_zone where account_id = ?", row -> row.moment("changed_at"), accountId);
        before.map(at -> at.plus(KEPT)).filter(until -> until.isAfter(tx.now())).ifPresent(until -> {
            throw new Problem(
                    Code.PLAN_LIMIT,
                    "The zone of an account can be changed once in 30 days; the next time from " + until + ".",
                    "zone",
                    null);
        });
        int there = tx.update(
                "update account_zone set zone = ?, changed_at = ? where account_id = ?", name, tx.now(), accountId);
        if (there == 0) {
            tx.update(
                    "insert into account_zone (zone, changed_at, account_id) values (?, ?, ?)",
                    name,
                    tx.now(),
                    accountId);
        }
    }
}
