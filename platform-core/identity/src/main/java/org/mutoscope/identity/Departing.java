package org.mutoscope.identity;

import java.util.List;
import org.mutoscope.core.identity.Departures;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads accounts out whose time has come. Each step looks at what is still there and not at what was done: it can be broken off anywhere and made again.
 * First the keys end, then jobs are cancelled and hidden, then files go, and only when nothing of that is left the rows are emptied.
 */
final class Departing {
    private static final Logger LOG = LoggerFactory.getLogger(Departing.class);
    private static final int SWEPT_AT_ONCE = 200;
    private static final int MOST_SWEEPS = 1_000;
    private static final int JOBS_AT_ONCE = 500;

    private final UnitOfWork work;
    private final Identity identity;
    private final JobBoard jobs;
    private final Clips clips;
    private final LeavingTable table = new LeavingTable();

    Departing(UnitOfWork work, Identity identity, JobBoard jobs, Clips clips) {
        this.work = work;
        this.identity = identity;
        this.jobs = jobs;
        this.clips = clips;
    }

    /** Goes as far as it comes with everybody who is due. */
    synchronized void goOn() {
        try {
            for (Departures.Departure due : work.read(tx -> table.due(tx, tx.now()))) {
                lead(due.accountId());
            }
        } catch (RuntimeException e) {
            LOG.warn("an account that leaves waits for the next try: {}", e.toString());
        }
    }

    private void lead(String account) {
        try {
            if (!work.write(tx -> begin(tx, account))) {
                return; // taken back meanwhile
            }
            hide(account);
            if (empty(account) && work.write(tx -> end(tx, account))) {
                LOG.info("account {} was deleted", account);
            }
        } catch (RuntimeException e) {
            LOG.warn("the deletion of account {} goes on later: {}", account, e.toString());
        }
    }

    /**
     * Its keys end; one that was shown a moment ago may add a file for a second more, which is then found by the next round.
     *
     * @return whether it leaves: not, if that was taken back
     */
    private boolean begin(Transaction tx, String account) {
        boolean first = table.move(tx, account, LeavingTable.ASKED, LeavingTable.ERASING);
        if (first) {
            identity.freeze(tx, account, true, "it is deleted", null);
            tx.update(
                    "update api_key set revoked_at = ? where account_id = ? and revoked_at is null", tx.now(), account);
        }
        return first
                || table.find(tx, account)
                        .filter(found -> found.state().equals(LeavingTable.ERASING))
                        .isPresent();
    }

    private void hide(String account) {
        List<String> open;
        do {
            open = work.read(tx -> tx.query(
                    "select id from job where account_id = ? and deleted_at is null order by seq fetch first "
                            + JOBS_AT_ONCE + " rows only",
                    row -> row.text("id"),
                    account));
            open.forEach(jobs::delete);
        } while (open.size() == JOBS_AT_ONCE);
        work.write(tx -> tx.update(
                "update media_file set deleted_at = ? where account_id = ? and deleted_at is null", tx.now(), account));
    }

    /** Lets the files go. @return whether none is left, and no job and no hold is open */
    private boolean empty(String account) {
        for (int i = 0; i < MOST_SWEEPS; i++) {
            if (left(account) == 0) {
                return true;
            }
            if (clips.sweep(SWEPT_AT_ONCE) == 0) {
                break;
            }
        }
        return left(account) == 0;
    }

    private long left(String account) {
        return work.read(tx -> count(tx, "job where account_id = ? and deleted_at is null", account)
                + count(tx, "job where account_id = ? and state not in ('COMPLETED', 'FAILED', 'CANCELLED')", account)
                + count(tx, "asset f join job j on j.id = f.job_id where j.account_id = ?", account)
                + count(tx, "media_file where account_id = ?", account)
                // The part of the platform that sealed it destroys the key, and says so.
                + count(tx, "consent_enrolment where account_id = ? and destroyed_at is null", account)
                + count(
                        tx,
                        "credit_hold where state = 'HELD' and account_id in"
                                + " (select id from ledger_account where owner_kind = 'USER' and owner_id = ?)",
                        account));
    }

    private static long count(Transaction tx, String of, String account) {
        return tx.first("select count(*) as n from " + of, row -> row.number("n"), account)
                .orElse(0L);
    }

    private boolean end(Transaction tx, String account) {
        boolean ends = table.move(tx, account, LeavingTable.ERASING, LeavingTable.DONE);
        if (ends) {
            Erasure.of(tx, account);
            identity.audit(tx, null, "account.delete", account);
        }
        return ends;
    }
}
