package org.mutoscope.consent;

import java.time.Duration;
import java.time.Instant;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.State;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Titles;
import org.mutoscope.core.storage.Transaction;

/** Who looks at recordings, and what becomes of what they decide. Acceptance, titles and receipt are one transaction. */
final class ReviewDesk {
    private final Office office;
    private final ReceiptDesk receipts;

    ReviewDesk(Office office, ReceiptDesk receipts) {
        this.office = office;
        this.receipts = receipts;
    }

    Enrolment claim(Caller by, String id) {
        Office.requireOperator(by);
        return office.storage().write(tx -> {
            EnrolmentTable.Line line = other(tx, by, id);
            Instant until =
                    tx.now().plus(Duration.ofMinutes(office.settings().get().review_minutes()));
            if (!EnrolmentTable.claim(tx, id, by.principalId(), until)) {
                throw line.enrolment().state() == State.REVIEW ? taken() : decided(id);
            }
            office.audit(tx, by, "review", id);
            return EnrolmentTable.shown(tx, EnrolmentTable.require(tx, by, id));
        });
    }

    Enrolment decide(Caller by, String id, boolean accept, String why) {
        Office.requireOperator(by);
        String reason = Texts.reason(why);
        return office.storage().write(tx -> {
            EnrolmentTable.Line line = other(tx, by, id);
            State state = accept ? State.ACCEPTED : State.REFUSED;
            if (!EnrolmentTable.decide(tx, id, state, reason, by.principalId(), keptUntil(tx))) {
                throw line.enrolment().state() == State.REVIEW ? taken() : decided(id);
            }
            if (accept) {
                entitle(tx, by, line);
            } else {
                tx.afterCommit(office.soon());
            }
            office.audit(tx, by, accept ? "accept" : "refuse", id + " " + reason);
            return EnrolmentTable.shown(tx, EnrolmentTable.require(tx, by, id));
        });
    }

    /** Where an operator leaves it to the checks that are installed. */
    Enrolment acceptByChecks(String id) {
        return office.storage().write(tx -> {
            EnrolmentTable.Line line = EnrolmentTable.find(tx, id).orElseThrow(EnrolmentTable::absent);
            if (EnrolmentTable.decide(tx, id, State.ACCEPTED, "accepted by checks", "", keptUntil(tx))) {
                entitle(tx, null, line);
                office.audit(tx, null, "accept", id + " by checks");
            }
            return EnrolmentTable.shown(tx, EnrolmentTable.find(tx, id).orElseThrow());
        });
    }

    private Instant keptUntil(Transaction tx) {
        int days = office.settings().get().recording_days();
        return days == 0 ? null : tx.now().plus(Duration.ofDays(days));
    }

    private void entitle(Transaction tx, Caller by, EnrolmentTable.Line line) {
        Enrolment enrolment = line.enrolment();
        for (Kind kind : enrolment.kinds()) {
            String subject = office.titles()
                    .give(
                            tx,
                            by,
                            new Titles.Title(
                                    kind, enrolment.name(), enrolment.accountId(), "enrolment " + enrolment.id()))
                    .id();
            EnrolmentTable.entitle(tx, enrolment.id(), subject);
        }
        receipts.consent(tx, EnrolmentTable.find(tx, enrolment.id()).orElseThrow());
    }

    Enrolment revoke(Caller by, String id, String why) {
        String reason = Texts.reason(why);
        return office.storage().write(tx -> {
            EnrolmentTable.Line line = EnrolmentTable.require(tx, by, id);
            if (!EnrolmentTable.revoke(tx, id, reason)) {
                throw decided(id);
            }
            if (line.enrolment().state() == State.ACCEPTED) {
                for (String subject : EnrolmentTable.titlesOfThisAlone(tx, id)) {
                    office.titles().end(tx, by, subject, reason);
                }
            }
            receipts.revocation(tx, EnrolmentTable.require(tx, by, id));
            office.audit(tx, by, "revoke", id + " " + reason);
            tx.afterCommit(office.soon());
            return EnrolmentTable.shown(tx, EnrolmentTable.require(tx, by, id));
        });
    }

    /** Nobody reviews themselves. */
    private static EnrolmentTable.Line other(Transaction tx, Caller by, String id) {
        EnrolmentTable.Line line = EnrolmentTable.require(tx, by, id);
        if (line.enrolment().accountId().equals(by.accountId())) {
            throw new Problem(Code.FORBIDDEN, "Another operator has to look at it: it is your own enrolment.");
        }
        return line;
    }

    private static Problem taken() {
        return new Problem(
                Code.REVIEW_TAKEN,
                "You do not have this enrolment to review: take it first, or wait until whoever has it lets it go.");
    }

    private static Problem decided(String id) {
        return new Problem(Code.ENROLMENT_DECIDED, "Enrolment " + id + " was decided or taken back meanwhile.");
    }
}
