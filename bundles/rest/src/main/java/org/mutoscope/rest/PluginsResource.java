package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Bundles that come and go while the platform runs. */
@Path("/api/v1/admin/plugins")
public final class PluginsResource {
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,195}\\.jar");
    private static final Set<String> TYPES =
            Set.of("application/java-archive", "application/x-java-archive", "application/octet-stream");
    private static final int DEFAULT_DRAIN_SECONDS = 60;
    private static final int MAX_DRAIN_SECONDS = 3_600;

    private final House house;
    private final Supplier<Settings> settings;

    PluginsResource(House house, Supplier<Settings> settings) {
        this.house = house;
        this.settings = settings;
    }

    /** Lists bundles. */
    @GET
    public Response list() {
        return Json.ok(Json.object(
                "data",
                house.plugins().list().stream().map(PluginsResource::plugin).toList()));
    }

    /** Shows one, by name or {@code name@version}. */
    @GET
    @Path("{name}")
    public Response show(@PathParam("name") String name) {
        return Json.ok(plugin(house.plugins()
                .find(name)
                .orElseThrow(() -> new Problem(
                        Code.PLUGIN_NOT_FOUND, "There is no such plugin. GET /api/v1/admin/plugins lists them."))));
    }

    /** Installs the jar in the body and waits until it serves or is known not to. */
    @POST
    public Response install(@Context HttpServletRequest request, @QueryParam("file") String file) throws IOException {
        Plugins plugins = house.plugins();
        if (file == null || !FILE.matcher(file).matches()) {
            throw new Problem(
                    Code.PLUGIN_REFUSED,
                    "Name the jar in ?file=, for example ?file=acme-backend-1.0.0.jar: letters, digits, . _ + @ -",
                    "file",
                    null);
        }
        Body body = Body.of(request, settings.get().maxPluginBytes());
        if (!TYPES.contains(body.mediaType())) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE, "Send the jar itself as the body, as application/java-archive.");
        }
        Audit.write(house, Call.of(request).caller(), "plugin.install", file);
        return Json.ok(plugin(plugins.install(file, body)));
    }

    /** Removes a bundle after its running work has ended or was handed over. */
    @DELETE
    @Path("{name}")
    public Response remove(
            @Context HttpServletRequest request,
            @PathParam("name") String name,
            @QueryParam("drain_seconds") String drain) {
        Plugins plugins = house.plugins();
        int seconds = Asked.between(0, MAX_DRAIN_SECONDS, drain, "drain_seconds", DEFAULT_DRAIN_SECONDS);
        Audit.write(house, Call.of(request).caller(), "plugin.remove", name);
        return Json.ok(plugin(plugins.remove(name, seconds)));
    }

    private static Map<String, Object> plugin(Plugins.Plugin plugin) {
        return Json.object("name", plugin.name())
                .and("version", plugin.version())
                .and("file", plugin.file())
                .and("state", plugin.state())
                .and("sentence", plugin.sentence())
                .and("services", plugin.services())
                .and("sha256", plugin.sha256())
                .and("in_use", plugin.inUse());
    }
}
