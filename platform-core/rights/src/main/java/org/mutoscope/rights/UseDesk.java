package org.mutoscope.rights;

import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Approval;
import org.mutoscope.core.rights.Rights.Used;

/** What becomes of what was granted: uses, and those that wait for a word. */
final class UseDesk {
    private final Office office;

    UseDesk(Office office) {
        this.office = office;
    }

    List<Used> list(Caller by, int limit) {
        return office.storage().read(tx -> UseTable.list(tx, by, limit));
    }

    boolean mayPreview(Caller by, String jobId) {
        return approvals(by).stream()
                .anyMatch(approval -> approval.draft() && approval.jobId().equals(jobId));
    }

    List<Approval> approvals(Caller by) {
        return office.storage().read(tx -> ApprovalTable.open(tx, by.accountId()));
    }

    void answer(Caller by, String jobId, boolean agreed) {
        office.storage().write(tx -> {
            if (!ApprovalTable.answer(tx, jobId, by.accountId(), agreed)) {
                throw new Problem(Code.APPROVAL_NOT_FOUND, "No job of that id waits for your word.", "id", null);
            }
            office.audit(tx, by, agreed ? "use.agree" : "use.refuse", jobId);
            office.sweepAfter(tx);
            return null;
        });
    }
}
