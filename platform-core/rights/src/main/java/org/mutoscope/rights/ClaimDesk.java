package org.mutoscope.rights;

import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Claim;
import org.mutoscope.core.rights.Rights.ClaimState;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** Who holds what. The database knows of each subject, and of each kind and name, one holder at most. */
final class ClaimDesk {
    private static final int MOST_EVIDENCE = 4000;

    private final Office office;

    ClaimDesk(Office office) {
        this.office = office;
    }

    Claim claim(Caller by, String subjectId, String evidence) {
        evidence(evidence);
        return office.storage().write(tx -> {
            SubjectTable.require(tx, subjectId);
            if (ClaimTable.has(tx, subjectId, by.accountId())) {
                throw new Problem(Code.INVALID_CLAIM, "Your account claims this subject already.");
            }
            Claim claim = ClaimTable.insert(tx, subjectId, by.accountId(), evidence);
            office.audit(tx, by, "claim.make", claim.id() + " " + subjectId);
            return claim;
        });
    }

    List<Claim> list(Caller by, ClaimState state, int limit) {
        return office.storage().read(tx -> ClaimTable.list(tx, by, state, limit));
    }

    Claim decide(Caller by, String claimId, boolean accept, String why) {
        Office.requireOperator(by);
        String reason = Office.reason(why);
        return office.storage().write(tx -> {
            Claim claim = ClaimTable.find(tx, claimId).orElseThrow(ClaimDesk::absent);
            if (claim.state() != ClaimState.PENDING) {
                throw decided(claim);
            }
            if (accept) {
                accept(tx, claim, reason);
            } else if (!ClaimTable.end(tx, claim, ClaimState.REFUSED, reason)) {
                throw decided(claim);
            }
            office.audit(tx, by, accept ? "claim.accept" : "claim.refuse", claimId + " " + reason);
            return ClaimTable.find(tx, claimId).orElseThrow();
        });
    }

    /** Makes its account the holder. @throws Problem {@code subject_held}, {@code claim_decided} */
    void accept(Transaction tx, Claim claim, String reason) {
        Subject subject = SubjectTable.require(tx, claim.subjectId()).subject();
        try {
            if (!SubjectTable.give(tx, subject, claim.accountId())) {
                throw held("Another holds this subject. Open a dispute, and decide that.");
            }
            // It was free, or in dispute: then another had it.
            ClaimTable.active(tx, subject.id()).ifPresent(before -> {
                ClaimTable.end(tx, before, ClaimState.LOST, reason);
                endLicences(tx, subject.id());
            });
            if (!ClaimTable.activate(tx, claim, reason)) {
                throw decided(claim);
            }
        } catch (DuplicateKey e) {
            throw held("Another subject of this kind and name is held. Refuse one of the claims, or have it registered"
                    + " under a name that tells the two apart.");
        }
        if (!subject.minor()) {
            GrantTable.insertOwn(tx, subject.id(), claim.accountId());
        }
        office.catalogue().changed(tx);
    }

    Claim withdraw(Caller by, String claimId) {
        return office.storage().write(tx -> {
            Claim claim = ClaimTable.find(tx, claimId)
                    .filter(found -> found.accountId().equals(by.accountId()))
                    .orElseThrow(ClaimDesk::absent);
            boolean open = claim.state() == ClaimState.PENDING || claim.state() == ClaimState.ACTIVE;
            if (!open || !ClaimTable.end(tx, claim, ClaimState.WITHDRAWN, null)) {
                throw decided(claim);
            }
            if (claim.state() == ClaimState.ACTIVE) {
                SubjectTable.vacate(tx, claim.subjectId());
                endLicences(tx, claim.subjectId());
                office.catalogue().changed(tx);
            }
            office.audit(tx, by, "claim.withdraw", claimId);
            return ClaimTable.find(tx, claimId).orElseThrow();
        });
    }

    /** What somebody granted who no longer holds it, holds no longer. */
    private void endLicences(Transaction tx, String subjectId) {
        OfferTable.withdrawAll(tx, subjectId);
        GrantTable.revokeAll(tx, subjectId);
        office.sweepAfter(tx);
    }

    /** @throws Problem {@code invalid_claim} */
    static void evidence(String evidence) {
        boolean odd = evidence == null
                || evidence.isBlank()
                || evidence.length() > MOST_EVIDENCE
                || !Words.plain(evidence.replaceAll("[\\r\\n\\t]", ""));
        if (odd) {
            throw new Problem(
                    Code.INVALID_CLAIM,
                    "Say in \"evidence\" what shows that you hold it, in 1 to " + MOST_EVIDENCE
                            + " characters: a register and number, a domain, a contract.",
                    "evidence",
                    null);
        }
    }

    private static Problem held(String message) {
        return new Problem(Code.SUBJECT_HELD, message);
    }

    private static Problem decided(Claim claim) {
        return new Problem(Code.CLAIM_DECIDED, "Claim " + claim.id() + " was decided or withdrawn meanwhile.");
    }

    private static Problem absent() {
        return new Problem(Code.CLAIM_NOT_FOUND, "There is no such claim, or it is not yours.", "id", null);
    }
}
