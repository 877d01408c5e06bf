package org.mutoscope.rights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Grant;
import org.mutoscope.core.rights.Rights.Offer;
import org.mutoscope.core.rights.Rights.Subject;

/** What holders offer, and what was agreed. */
final class OfferDesk {
    /** What the platform says and not the holder. */
    private static final Set<String> HOSTS = Set.of(LicenceTerms.HOLDER, LicenceTerms.PRICE, LicenceTerms.UNIT);

    private final Office office;

    OfferDesk(Office office) {
        this.office = office;
    }

    Offer offer(Caller by, String subjectId, long credits, Map<String, String> terms) {
        require(credits, terms);
        return office.storage().write(tx -> {
            Subject subject = SubjectTable.owned(tx, by, subjectId).subject();
            if (!by.accountId().equals(subject.holder())) {
                throw bad("No claim of your account to this subject is accepted, so there is nothing to offer.");
            }
            if (subject.minor()) {
                throw bad("This is a person under age, of whom nothing is licensed.");
            }
            Offer offer = new Offer(Words.id("offer_"), subjectId, credits, terms, tx.now());
            OfferTable.insert(tx, offer, by.accountId());
            SubjectTable.reserve(tx, subjectId, true);
            office.audit(tx, by, "offer.make", offer.id() + " " + subjectId);
            return offer;
        });
    }

    List<Offer> offers(String subjectId) {
        return office
                .storage()
                .read(tx -> {
                    SubjectTable.require(tx, subjectId);
                    return OfferTable.of(tx, List.of(subjectId));
                })
                .stream()
                .map(OfferTable.Line::offer)
                .toList();
    }

    boolean withdraw(Caller by, String offerId) {
        return office.storage().write(tx -> {
            Optional<OfferTable.Line> line = OfferTable.find(tx, offerId)
                    .filter(found -> found.holder().equals(by.accountId()) || Office.runs(by));
            if (line.isEmpty() || !OfferTable.withdraw(tx, offerId)) {
                return false;
            }
            office.audit(tx, by, "offer.withdraw", offerId);
            return true;
        });
    }

    List<Grant> grants(Caller by, int limit) {
        return office.storage().read(tx -> GrantTable.list(tx, by, limit)).stream()
                .map(GrantTable.Line::grant)
                .toList();
    }

    Grant revoke(Caller by, String grantId, String why) {
        String reason = Office.reason(why);
        return office.storage().write(tx -> {
            GrantTable.Line line = GrantTable.find(tx, grantId)
                    .filter(found -> by.accountId().equals(found.holder()) || Office.runs(by))
                    .orElseThrow(() -> new Problem(
                            Code.GRANT_NOT_FOUND, "There is no such grant, or it is not yours to revoke.", "id", null));
            if (GrantTable.revoke(tx, grantId)) {
                office.audit(tx, by, "grant.revoke", grantId + " " + reason);
                office.sweepAfter(tx);
            }
            return GrantTable.find(tx, line.grant().id()).orElseThrow().grant();
        });
    }

    private static void require(long credits, Map<String, String> terms) {
        if (credits < 0 || credits > LicenceTerms.MOST_CREDITS) {
            throw bad("A use costs 0 to " + LicenceTerms.MOST_CREDITS + " credits, not " + credits + ".");
        }
        LicenceTerms.fault(terms).ifPresent(fault -> {
            throw bad("The offer was not made: " + fault + ".");
        });
        for (String name : HOSTS) {
            if (terms.containsKey(name)) {
                throw bad("The term " + name + " is the platform's: the price is \"credits\".");
            }
        }
        if (LicenceTerms.GIVEN.equals(terms.get(LicenceTerms.CONSENT))) {
            throw bad("The term " + LicenceTerms.CONSENT + " of an offer can only be " + LicenceTerms.BEFORE + " or "
                    + LicenceTerms.AFTER + ".");
        }
        if (Words.lines(terms).length() > 16_000) {
            throw bad("These terms are too long.");
        }
    }

    private static Problem bad(String message) {
        return new Problem(Code.INVALID_TERMS, message, "terms", null);
    }
}
