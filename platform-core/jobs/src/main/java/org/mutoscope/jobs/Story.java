package org.mutoscope.jobs;

import java.util.List;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.storage.Transaction;

/** What happened to a job: lines for people in {@code job_note}, and in {@code outbox} the changes of state for whoever follows them. */
final class Story {
    private Story() {}

    static void note(Transaction tx, String jobId, String what, String detail) {
        tx.update(
                "insert into job_note (job_id, at, what, detail) values (?, ?, ?, ?)",
                jobId,
                tx.now(),
                Text.cut(what, 40),
                Text.cut(detail, 1000));
    }

    /** That a job waits is told once, however often it was looked for what it waits for: a look that changed nothing leaves no line. */
    static void waits(Transaction tx, String jobId, String detail) {
        record Line(long seq, String what, String detail) {}
        List<Line> last = tx.query(
                "select seq, what, detail from job_note where job_id = ? order by seq desc fetch first 2 rows only",
                row -> new Line(row.number("seq"), row.text("what"), row.text("detail")),
                jobId);
        boolean again = last.size() == 2
                && last.get(0).what().equals("dispatched")
                && last.get(1).what().equals("waiting")
                && last.get(1).detail().equals(Text.cut(detail, 1000));
        if (again) {
            tx.update("delete from job_note where seq = ?", last.get(0).seq());
        } else {
            note(tx, jobId, "waiting", detail);
        }
    }

    static List<JobBoard.Note> notes(Transaction tx, String jobId) {
        return tx.query(
                "select at, what, detail from job_note where job_id = ? order by seq",
                row -> new JobBoard.Note(row.moment("at"), row.text("what"), row.text("detail")),
                jobId);
    }

    /** Tells the outside. @param topic for example {@code job.completed} */
    static void tell(Transaction tx, NewJob job, String topic) {
        tell(tx, job.id(), job.accountId(), topic);
    }

    static void tell(Transaction tx, String jobId, String accountId, String topic) {
        tx.update(
                "insert into outbox (at, topic, subject, account_id, body) values (?, ?, ?, ?, ?)",
                tx.now(),
                topic,
                jobId,
                accountId,
                "{\"id\":\"" + jobId + "\",\"topic\":\"" + topic + "\"}");
    }
}
