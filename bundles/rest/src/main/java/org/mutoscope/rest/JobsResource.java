package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;

/** Jobs with all that is known about them: the caller's own; of every account for those who run or audit the installation. */
@Path("/api/v1/jobs")
public final class JobsResource {
    private static final Role[] SEE = {Role.OPERATOR, Role.AUDITOR};
    private static final Role[] ACT = {Role.OPERATOR};

    private final House house;
    private final JobEvents events;

    JobsResource(House house, JobEvents events) {
        this.house = house;
        this.events = events;
    }

    /** Lists jobs. */
    @GET
    public Response list(
            @Context HttpServletRequest request,
            @QueryParam("account") String account,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam("order") String order) {
        Page page = Page.of(after, limit, order);
        String of = account(Call.of(request).caller(), account);
        JobBoard jobs = house.jobs();
        List<Job> found = page.limit() == 0 ? List.of() : jobs.list(of, page.after(), page.limit(), page.newestFirst());
        JobBoard.Depth depth = jobs.depth();
        return Json.ok(Json.object("data", found.stream().map(JobJson::of).toList())
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
    @GET
    @Path("{id}")
    public Response show(@Context HttpServletRequest request, @PathParam("id") String id) {
        JobBoard jobs = house.jobs();
        return Json.ok(JobJson.of(Owned.visible(jobs, Call.of(request).caller(), id, SEE)));
    }

    /** Tells what happened to a job and why. */
    @GET
    @Path("{id}/explain")
    public Response explain(@Context HttpServletRequest request, @PathParam("id") String id) {
        JobBoard jobs = house.jobs();
        Job job = Owned.visible(jobs, Call.of(request).caller(), id, SEE);
        return Json.ok(Json.object("job", JobJson.of(job))
                .and(
                        "notes",
                        jobs.explain(id).stream()
                                .map(note -> Json.object("at", Json.moment(note.at()))
                                        .and("what", note.what())
                                        .and("detail", note.detail()))
                                .toList()));
    }

    /** Cancels a job. */
    @POST
    @Path("{id}/cancel")
    public Response cancel(@Context HttpServletRequest request, @PathParam("id") String id) {
        JobBoard jobs = house.jobs();
        Caller caller = Call.of(request).caller();
        Job job = Owned.visible(jobs, caller, id, ACT);
        if (!job.asked().accountId().equals(caller.accountId())) {
            Audit.write(house, caller, "job.cancel", id);
        }
        return Json.ok(JobJson.of(jobs.cancel(id)));
    }

    /** Follows a job to its end as server-sent events. */
    @GET
    @Path("{id}/events")
    public Response events(@Context HttpServletRequest request, @PathParam("id") String id) {
        JobBoard jobs = house.jobs();
        Job job = Owned.visible(jobs, Call.of(request).caller(), id, SEE);
        return Response.ok(events.follow(jobs, job))
                .type("text/event-stream; charset=utf-8")
                .header("cache-control", "no-store")
                .header("x-accel-buffering", "no")
                .build();
    }
}
