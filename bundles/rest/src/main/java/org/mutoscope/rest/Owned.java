package org.mutoscope.rest;

import java.util.regex.Pattern;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Finds what a caller may see. What belongs to another is answered as if it were not there. */
final class Owned {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Owned() {}

    /** A job of the caller's own account. @throws Problem {@code video_not_found} */
    static Job job(JobBoard jobs, Caller caller, String id) {
        Job job = any(jobs, id);
        if (!job.asked().accountId().equals(caller.accountId())) {
            throw notFound();
        }
        return job;
    }

    /** A job of the caller's own account or, for those who run or audit the installation, of any. */
    static Job visible(JobBoard jobs, Caller caller, String id, Role... across) {
        return caller.may(across) ? any(jobs, id) : job(jobs, caller, id);
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    private static Job any(JobBoard jobs, String id) {
        if (!isId(id)) {
            throw notFound();
        }
        return jobs.find(id).orElseThrow(Owned::notFound);
    }

    private static Problem notFound() {
        return new Problem(
                Code.VIDEO_NOT_FOUND,
                "There is no such video. It may have been deleted, or belong to another account.",
                "id",
                null);
    }
}
