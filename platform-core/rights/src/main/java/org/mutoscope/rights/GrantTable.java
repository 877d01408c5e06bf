package org.mutoscope.rights;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Rights.Grant;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of grants. */
final class GrantTable {
    /** A use counts unless its job came to nothing: so what is given back by a failure needs no book of its own. */
    private static final String USED =
            "(select count(*) from rights_use u join job j on j.id = u.job_id where u.grant_id = g.id"
                    + " and j.state not in ('FAILED', 'CANCELLED'))";

    private static final String SECONDS = USED.replace("count(*)", "coalesce(sum(j.seconds), 0)");

    private static final String READ =
            "select g.id, g.subject_id, g.account_id, g.offer_id, g.credits, g.terms, g.most_uses,"
                    + " g.ends_at, g.created_at, g.revoked_at, s.holder, " + USED + " used, " + SECONDS
                    + " used_seconds from rights_grant g"
                    + " join rights_subject s on s.id = g.subject_id where s.state <> 'OWN'";

    private GrantTable() {}

    /** How far a grant goes. @param mostUses or null @param endsAt or null @param seconds of the clips that count */
    record Limits(Long mostUses, Instant endsAt, long seconds) {}

    /** @param holder of the subject now, or null @param offerId or null for the holder's own */
    record Line(Grant grant, String offerId, String holder, Limits limits) {
        boolean live(Instant at) {
            return grant.revokedAt() == null && (limits.endsAt == null || !limits.endsAt.isBefore(at));
        }

        boolean usedUp() {
            return limits.mostUses != null && grant.used() >= limits.mostUses;
        }

        /** Whether no clip of so many seconds is left in it. */
        boolean spent(long seconds) {
            String most = grant.terms().get(LicenceTerms.METERED);
            return most != null && Duration.parse(most).toSeconds() < Math.addExact(limits.seconds, seconds);
        }

        /** As policies see it. One that is over stays a licence that covers nothing more: what it was for is not as if nobody had offered it. */
        LicenceGrant shown(Instant at) {
            Map<String, String> terms = OfferTable.hostTerms(grant.terms(), holder, grant.credits());
            if ((usedUp() || spent(1)) && live(at)) {
                terms.put(LicenceTerms.UNTIL, at.minusSeconds(1).toString());
            } else if (limits.endsAt != null) {
                terms.put(LicenceTerms.UNTIL, limits.endsAt.toString());
            }
            return new LicenceGrant(grant.id(), grant.subjectId(), terms);
        }
    }

    /** The holder's own, without terms: every purpose, for nothing. */
    static void insertOwn(Transaction tx, String subjectId, String holder) {
        tx.update(
                "insert into rights_grant (id, subject_id, account_id, kind, created_at, terms) values (?, ?, ?, 'OWNER', ?, ?)",
                Words.id("grant_"),
                subjectId,
                holder,
                tx.now(),
                LicenceTerms.PURPOSE + "=personal,editorial,commercial,advertising");
    }

    /** @throws org.mutoscope.core.storage.DuplicateKey if the account has one of this offer */
    static void insert(Transaction tx, OfferTable.Line offer, String account) {
        Map<String, String> terms = offer.offer().terms();
        String count = terms.get(LicenceTerms.COUNT);
        tx.update(
                "insert into rights_grant (id, subject_id, account_id, kind, created_at, offer_id, credits, terms, most_uses, ends_at)"
                        + " values (?, ?, ?, 'OFFER', ?, ?, ?, ?, ?, ?)",
                Words.grantId(offer.offer().id(), account),
                offer.offer().subjectId(),
                account,
                tx.now(),
                offer.offer().id(),
                offer.offer().credits(),
                Words.lines(terms),
                count == null ? null : Integer.valueOf(count),
                ends(terms, tx.now()));
    }

    /** @return the earlier of a fixed end and one that comes so long after it is made; null without either */
    static Instant ends(Map<String, String> terms, Instant made) {
        Instant until = terms.containsKey(LicenceTerms.UNTIL) ? LicenceTerms.at(terms.get(LicenceTerms.UNTIL)) : null;
        if (!terms.containsKey(LicenceTerms.ELAPSED)) {
            return until;
        }
        Instant over = made.plus(Period.parse(terms.get(LicenceTerms.ELAPSED)));
        return until != null && until.isBefore(over) ? until : over;
    }

    static Optional<Line> find(Transaction tx, String id) {
        return tx.first(READ + " and g.id = ?", GrantTable::line, id);
    }

    /** Takes its row, so that uses are counted one after the other. @return false if there is none, or it was revoked */
    static boolean lock(Transaction tx, String id) {
        return tx.update("update rights_grant set credits = credits where id = ? and revoked_at is null", id) == 1;
    }

    /** Those an account holds on subjects, cheapest first. */
    static List<Line> of(Transaction tx, String account, Collection<String> subjects) {
        List<Object> values = new ArrayList<>(List.of(account));
        values.addAll(subjects);
        return tx.query(
                READ + " and g.account_id = ? and g.revoked_at is null and g.subject_id in "
                        + Words.marks(subjects.size()) + " order by g.credits, g.seq",
                GrantTable::line,
                values.toArray());
    }

    /** Offers for subjects that an account has accepted, also those whose grant was revoked. */
    static Set<String> taken(Transaction tx, String account, Collection<String> subjects) {
        List<Object> values = new ArrayList<>(List.of(account));
        values.addAll(subjects);
        return Set.copyOf(tx.query(
                "select offer_id from rights_grant where offer_id is not null and account_id = ? and subject_id in "
                        + Words.marks(subjects.size()),
                row -> row.text("offer_id"),
                values.toArray()));
    }

    static List<Line> list(Transaction tx, Caller by, int limit) {
        String rest = " order by g.seq desc fetch first ? rows only";
        return Office.runs(by)
                ? tx.query(READ + rest, GrantTable::line, limit)
                : tx.query(
                        READ + " and (g.account_id = ? or s.holder = ?)" + rest,
                        GrantTable::line,
                        by.accountId(),
                        by.accountId(),
                        limit);
    }

    static boolean revoke(Transaction tx, String id) {
        return tx.update("update rights_grant set revoked_at = ? where id = ? and revoked_at is null", tx.now(), id)
                == 1;
    }

    static void revokeAll(Transaction tx, String subjectId) {
        tx.update(
                "update rights_grant set revoked_at = ? where subject_id = ? and revoked_at is null",
                tx.now(),
                subjectId);
    }

    private static Line line(Row row) {
        Grant grant = new Grant(
                row.text("id"),
                row.text("subject_id"),
                row.text("account_id"),
                row.number("credits"),
                Words.terms(row.text("terms")),
                row.number("used"),
                row.moment("created_at"),
                row.moment("revoked_at"));
        Limits limits = new Limits(row.numberOrNull("most_uses"), row.moment("ends_at"), row.number("used_seconds"));
        return new Line(grant, row.text("offer_id"), row.text("holder"), limits);
    }
}
