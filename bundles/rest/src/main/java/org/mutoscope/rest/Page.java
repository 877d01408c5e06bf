package org.mutoscope.rest;

import java.util.List;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Which part of a list is wanted.
 *
 * @param after id of the last one seen, or null
 * @param limit 0 to 100
 * @param newestFirst the order
 */
record Page(String after, int limit, boolean newestFirst) {
    private static final int DEFAULT = 20;
    private static final int MOST = 100;

    /** Reads after, limit and order. @throws Problem {@code invalid_paging} */
    static Page of(Ask ask) {
        return of(ask, MOST);
    }

    /** @param most largest limit that may be asked for; a page may be shorter */
    static Page of(Ask ask, int most) {
        String after = ask.query("after");
        String order = ask.query("order");
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw new Problem(Code.INVALID_PAGING, "\"order\" is asc or desc.", "order", null);
        }
        String last = after == null || after.isEmpty() ? null : after;
        if (last != null && !Owned.isId(last)) {
            throw new Problem(Code.INVALID_PAGING, "\"after\" is the id of the last one you have.", "after", null);
        }
        return new Page(last, limit(ask.query("limit"), most), !"asc".equals(order));
    }

    static int limit(String text) {
        return limit(text, MOST);
    }

    private static int limit(String text, int most) {
        if (text == null || text.isEmpty()) {
            return DEFAULT;
        }
        int limit = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : most + 1;
        if (limit > most) {
            throw new Problem(
                    Code.INVALID_PAGING, "\"limit\" is a whole number from 0 to " + most + ".", "limit", null);
        }
        return limit;
    }

    /** Whether there are more jobs behind these. */
    boolean more(JobBoard jobs, String account, List<Job> page) {
        if (page.size() < limit) {
            return false;
        }
        String last = page.isEmpty() ? after : page.get(page.size() - 1).id();
        return !jobs.list(account, last, 1, newestFirst).isEmpty();
    }
}
