package org.mutoscope.rights;

import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Alias;
import org.mutoscope.core.rights.Rights.Claim;
import org.mutoscope.core.rights.Rights.NewAlias;
import org.mutoscope.core.rights.Rights.State;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.rights.Titles;
import org.mutoscope.core.storage.Transaction;

/** What other parts of the platform know to be somebody's, and when it is so no more. */
final class TitleDesk implements Titles {
    private final Office office;
    private final ClaimDesk claims;

    TitleDesk(Office office) {
        this.office = office;
        this.claims = new ClaimDesk(office);
    }

    @Override
    public Subject give(Transaction tx, Caller by, Title title) {
        Optional<Subject> held = SubjectTable.held(tx, title.kind(), title.name());
        Subject given = held.isPresent() ? again(tx, held.get(), title) : enter(tx, title);
        office.audit(tx, by, "title.give", given.id() + " " + title.evidence());
        return SubjectTable.require(tx, given.id()).subject();
    }

    private Subject enter(Transaction tx, Title title) {
        NewAlias name = NewAlias.of(title.name());
        SubjectDesk.require(name);
        Subject subject =
                new Subject(Words.id("subj_"), title.kind(), title.name(), State.PENDING, false, null, tx.now());
        SubjectTable.insert(tx, subject, title.holder());
        AliasTable.insert(tx, new Alias(Words.id("alias_"), subject.id(), name));
        Claim claim = ClaimTable.insert(tx, subject.id(), title.holder(), title.evidence());
        claims.accept(tx, claim, title.evidence());
        return subject;
    }

    private Subject again(Transaction tx, Subject held, Title title) {
        if (!title.holder().equals(held.holder())) {
            throw new Problem(
                    Code.SUBJECT_HELD,
                    "Another account holds the " + held.kind().word() + " \"" + held.name()
                            + "\". Have it registered under a name that tells the two apart.");
        }
        if (held.minor()) {
            throw new Problem(
                    Code.ADULTS_ONLY, "This is registered as a person under age, of whom nothing is licensed.");
        }
        if (SubjectTable.on(tx, held.id(), true)) {
            GrantTable.insertOwn(tx, held.id(), title.holder());
            office.catalogue().changed(tx);
        }
        Subject now = SubjectTable.require(tx, held.id()).subject();
        LicenceDesk.requireFree(now);
        return now;
    }

    @Override
    public void end(Transaction tx, Caller by, String subjectId, String reason) {
        SubjectTable.off(tx, subjectId, true);
        OfferTable.withdrawAll(tx, subjectId);
        GrantTable.revokeAll(tx, subjectId);
        office.audit(tx, by, "title.end", subjectId + " " + reason);
        office.catalogue().changed(tx);
        office.sweepAfter(tx);
    }
}
