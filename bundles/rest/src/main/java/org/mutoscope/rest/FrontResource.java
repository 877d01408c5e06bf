package org.mutoscope.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What somebody sees who opens the address in a browser, and the description of the API. */
@Path("/")
public final class FrontResource {
    private final byte[] page = resource("front.html");
    private final byte[] description = resource("openapi.json");

    /** A page that says what this is and where to go on. */
    @GET
    public Response front() {
        return Response.ok(page).type("text/html; charset=utf-8").build();
    }

    /** The OpenAPI 3.1 description of every route. */
    @GET
    @Path("openapi.json")
    public Response description() {
        return Response.ok(description).type(Json.TYPE).build();
    }

    private static byte[] resource(String name) {
        try (InputStream in = FrontResource.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
