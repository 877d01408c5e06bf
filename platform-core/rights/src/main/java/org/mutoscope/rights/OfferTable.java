package org.mutoscope.rights;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.rights.Rights.Offer;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of offers. */
final class OfferTable {
    private static final String READ =
            "select id, subject_id, account_id, credits, terms, created_at from rights_offer where withdrawn_at is null";

    private OfferTable() {}

    /** @param holder who makes it */
    record Line(Offer offer, String holder) {
        /** With what the host adds: who is paid how much. */
        Map<String, String> terms() {
            return hostTerms(offer.terms(), holder, offer.credits());
        }

        /** @param terms its own, as they are for whoever asks */
        LicenceOffer shown(Map<String, String> terms) {
            return new LicenceOffer(offer.id(), offer.subjectId(), offer.credits(), terms);
        }
    }

    static Map<String, String> hostTerms(Map<String, String> agreed, String holder, long credits) {
        Map<String, String> terms = new HashMap<>(agreed);
        terms.put(LicenceTerms.HOLDER, holder);
        terms.put(LicenceTerms.PRICE, String.valueOf(credits));
        terms.put(LicenceTerms.UNIT, "credits");
        return terms;
    }

    static void insert(Transaction tx, Offer offer, String holder) {
        tx.update(
                "insert into rights_offer (id, subject_id, account_id, credits, terms, created_at) values (?, ?, ?, ?, ?, ?)",
                offer.id(),
                offer.subjectId(),
                holder,
                offer.credits(),
                Words.lines(offer.terms()),
                offer.createdAt());
    }

    static Optional<Line> find(Transaction tx, String id) {
        return tx.first(READ + " and id = ?", OfferTable::line, id);
    }

    static List<Line> of(Transaction tx, Collection<String> subjects) {
        return tx.query(
                READ + " and subject_id in " + Words.marks(subjects.size()) + " order by credits, seq",
                OfferTable::line,
                subjects.toArray());
    }

    static boolean withdraw(Transaction tx, String id) {
        return tx.update("update rights_offer set withdrawn_at = ? where id = ? and withdrawn_at is null", tx.now(), id)
                == 1;
    }

    static void withdrawAll(Transaction tx, String subjectId) {
        tx.update(
                "update rights_offer set withdrawn_at = ? where subject_id = ? and withdrawn_at is null",
                tx.now(),
                subjectId);
    }

    private static Line line(Row row) {
        Offer offer = new Offer(
                row.text("id"),
                row.text("subject_id"),
                row.number("credits"),
                Words.terms(row.text("terms")),
                row.moment("created_at"));
        return new Line(offer, row.text("account_id"));
    }
}
