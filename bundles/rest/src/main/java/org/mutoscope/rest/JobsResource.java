package org.mutoscope.rest;

import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;

/** Jobs with all that is known about them: the caller's own; of every account for those who run or audit the installation. */
final class JobsResource {
    private static final Role[] SEE = {Role.OPERATOR, Role.AUDITOR};
    private static final Role[] ACT = {Role.OPERATOR};

    private final House house;
    private final JobEvents events;

    JobsResource(House house, JobEvents events) {
        this.house = house;
        this.events = events;
    }

    /** Lists jobs. */
    Answer list(Ask ask) {
        Page page = Page.of(ask);
        String of = account(ask.caller(), ask.query("account"));
        JobBoard jobs = house.jobs();
        List<Job> found = page.limit() == 0 ? List.of() : jobs.list(of, page.after(), page.limit(), page.newestFirst());
        JobBoard.Depth depth = jobs.depth();
        return Answer.json(Json.object("data", found.stream().map(JobJson::of).toList())
                .and("has_more", page.more(jobs, of, found))
                .and(
                        "queue",
                        Json.object("queued", depth.queued())
                                .and("running", depth.running())
                                .and("bound", depth.bound())));
    }

    private String account(Caller caller, String account) {
        if ((account == null || account.isEmpty()) && caller.may(SEE)) {
            return null;
        }
        return Asked.account(house.identity(), caller, account, SEE);
    }

    /** Shows a job. */
    Answer show(Ask ask) {
        String id = ask.path("id");
        JobBoard jobs = house.jobs();
        Job job = Owned.visible(jobs, ask.caller(), id, SEE);
        return Answer.json(JobJson.of(
                job, job.asked().parts().isEmpty() ? List.of() : house.films().shots(id)));
    }

    /** Tells what happened to a job and why. */
    Answer explain(Ask ask) {
        String id = ask.path("id");
        JobBoard jobs = house.jobs();
        Job job = Owned.visible(jobs, ask.caller(), id, SEE);
        return Answer.json(Json.object("job", JobJson.of(job))
                .and(
                        "notes",
                        jobs.explain(id).stream()
                                .map(note -> Json.object("at", Json.moment(note.at()))
                                        .and("what", note.what())
                                        .and("detail", note.detail()))
                                .toList()));
    }

    /** Shows what a job was made from and what was made from it. */
    Answer lineage(Ask ask) {
        String id = ask.path("id");
        JobBoard jobs = house.jobs();
        return Answer.json(new Lineage(jobs).of(Owned.visible(jobs, ask.caller(), id, SEE)));
    }

    /** Cancels a job. */
    Answer cancel(Ask ask) {
        String id = ask.path("id");
        JobBoard jobs = house.jobs();
        Caller caller = ask.caller();
        Job job = Owned.visible(jobs, caller, id, ACT);
        if (!job.asked().accountId().equals(caller.accountId())) {
            Audit.write(house, caller, "job.cancel", id);
        }
        return Answer.json(JobJson.of(jobs.cancel(id)));
    }

    /** Follows a job to its end as server-sent events. */
    Answer events(Ask ask) {
        String id = ask.path("id");
        JobBoard jobs = house.jobs();
        Job job = Owned.visible(jobs, ask.caller(), id, SEE);
        events.admit();
        return Answer.of(200)
                .events(context -> events.follow(jobs, job, context))
                .with("cache-control", "no-store")
                .with("x-accel-buffering", "no");
    }
}
