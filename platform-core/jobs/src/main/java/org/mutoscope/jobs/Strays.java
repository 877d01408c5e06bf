package org.mutoscope.jobs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds jobs that are due in the tables and in no queue. When the connection is lost in the very commit that puts a job back, the commit may stand though whoever made it
 * was told otherwise; it tries again, finds itself superseded, and nobody here knows of the job any more. A job that is missed in two passes is taken up: between two
 * lines of a program that goes well it may be missed once. For one thread.
 */
final class Strays {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    /** Rows looked at in one round; a longer queue takes several. */
    private static final int PAGE = 2000;

    private static final String READ = "select j.id, j.seq from job j join job_step s on s.job_id = j.id and s.n = 1"
            + " where j.state in ('QUEUED', 'WAITING', 'IN_DOUBT') and s.state = 'READY' and j.seq > ?"
            + " and (s.not_before is null or s.not_before <= ?) order by j.seq fetch first " + PAGE
            + " rows only";

    private final Desk desk;
    private final Dispatcher dispatcher;
    private final FairQueue queue;
    private long after;
    private Set<String> before = Set.of();
    private Set<String> missed = new HashSet<>();

    Strays(Desk desk, Dispatcher dispatcher, FairQueue queue) {
        this.desk = desk;
        this.dispatcher = dispatcher;
        this.queue = queue;
    }

    private record Due(String id, long seq) {}

    /** Looks at the next page. */
    void look() {
        List<Due> page = desk.storage()
                .read(tx -> tx.query(READ, row -> new Due(row.text("id"), row.number("seq")), after, tx.now()));
        page.stream().map(Due::id).filter(this::absent).forEach(this::missed);
        if (page.size() == PAGE) {
            after = page.get(PAGE - 1).seq;
        } else {
            after = 0;
            before = missed;
            missed = new HashSet<>();
        }
    }

    private boolean absent(String jobId) {
        return queue.find(jobId).isEmpty() && dispatcher.running(jobId).isEmpty();
    }

    private void missed(String jobId) {
        if (before.contains(jobId)) {
            LOG.warn("{} is due and was in no queue: its place was lost with a connection. It goes on", jobId);
            Loading.again(desk, queue, dispatcher.returns(), jobId);
        } else {
            missed.add(jobId);
        }
    }
}
