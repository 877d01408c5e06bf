package org.mutoscope.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The routes of the Videos API that come with a later version: there, and honest about it. */
@Path("/v1/videos")
public final class LaterResource {
    /** Another clip made from a clip. */
    @POST
    @Path("{id}/remix")
    public Response remix() {
        throw later("Remixing a video");
    }

    /** A clip changed. */
    @POST
    @Path("edits")
    public Response edit() {
        throw later("Editing a video");
    }

    /** A clip made longer. */
    @POST
    @Path("extensions")
    public Response extend() {
        throw later("Extending a video");
    }

    /** A character made from a clip. */
    @POST
    @Path("characters")
    public Response character() {
        throw later("Making a character");
    }

    /** A character. */
    @GET
    @Path("characters/{id}")
    public Response showCharacter() {
        throw later("Looking up a character");
    }

    private static Problem later(String what) {
        return new Problem(
                Code.UNSUPPORTED_FEATURE,
                what + " comes with version 0.2 of Mutoscope; this is 0.1, which makes clips from words."
                        + " Nothing was charged.");
    }
}
