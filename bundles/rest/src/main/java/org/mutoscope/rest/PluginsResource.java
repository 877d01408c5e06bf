package org.mutoscope.rest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Bundles that come and go while the platform runs. */
final class PluginsResource {
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
    Answer list(Ask ask) {
        return Answer.json(Json.object(
                "data",
                house.plugins().list().stream().map(PluginsResource::plugin).toList()));
    }

    /** Shows one, by name or {@code name@version}. */
    Answer show(Ask ask) {
        String name = ask.path("name");
        return Answer.json(plugin(house.plugins()
                .find(name)
                .orElseThrow(() -> new Problem(
                        Code.PLUGIN_NOT_FOUND, "There is no such plugin. GET /api/v1/admin/plugins lists them."))));
    }

    /** Installs the jar in the body and waits until it serves or is known not to. */
    Answer install(Ask ask) throws IOException {
        String file = ask.query("file");
        Plugins plugins = house.plugins();
        if (file == null || !file.matches(Plugins.FILE_NAME)) {
            throw new Problem(
                    Code.PLUGIN_REFUSED,
                    "Name the jar in ?file=, for example ?file=acme-backend-1.0.0.jar: letters, digits, . _ + @ -",
                    "file",
                    null);
        }
        Body body = ask.body(settings.get().maxPluginBytes());
        if (!TYPES.contains(body.mediaType())) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE, "Send the jar itself as the body, as application/java-archive.");
        }
        Audit.write(house, ask.caller(), "plugin.install", file);
        Plugins.Operation done = well(plugins.perform(
                new Plugins.Change(Plugins.Verb.INSTALL, file, body, Plugins.Manner.draining(DEFAULT_DRAIN_SECONDS))));
        return Answer.json(plugin(came(plugins, done)));
    }

    /** What has started; of a bundle that was replaced in place too. */
    private static Plugins.Plugin came(Plugins plugins, Plugins.Operation done) {
        return done.plan().steps().stream()
                .filter(step -> !step.what().equals("STOP"))
                .findFirst()
                .flatMap(step -> plugins.find(step.bundle()))
                .orElseThrow(() -> new Problem(
                        Code.PLUGIN_REFUSED, "The jar was removed from deploy/ while it was being installed."));
    }

    /** Removes a bundle after its running work has ended or was handed over. */
    Answer remove(Ask ask) {
        String name = ask.path("name");
        String drain = ask.query("drain_seconds");
        Plugins plugins = house.plugins();
        int seconds = Asked.between(0, MAX_DRAIN_SECONDS, drain, "drain_seconds", DEFAULT_DRAIN_SECONDS);
        Audit.write(house, ask.caller(), "plugin.remove", name);
        Plugins.Plugin was = plugins.find(name).orElse(null);
        Plugins.Operation done = well(
                plugins.perform(new Plugins.Change(Plugins.Verb.REMOVE, name, null, Plugins.Manner.draining(seconds))));
        return Answer.json(plugin(new Plugins.Plugin(
                was == null ? name : was.name(),
                was == null ? null : was.version(),
                was == null ? name : was.file(),
                "REMOVED",
                done.sentence(),
                List.of(),
                was == null ? null : was.sha256(),
                0,
                was == null ? null : was.tested(),
                was == null ? null : was.signer())));
    }

    private static Plugins.Operation well(Plugins.Operation done) {
        if (!done.state().equals("DONE")) {
            throw new Problem(Code.PLUGIN_REFUSED, done.sentence(), "file", null);
        }
        return done;
    }

    /** Why it does not run or does not serve. */
    Answer why(Ask ask) {
        Plugins.Reason why = house.plugins().why(ask.path("name"));
        return Answer.json(Json.object("sentence", why.sentence())
                .and("fix", why.fix())
                .and("chain", why.chain())
                .and("raw", why.raw()));
    }

    private static Map<String, Object> plugin(Plugins.Plugin plugin) {
        return Json.object("name", plugin.name())
                .and("version", plugin.version())
                .and("file", plugin.file())
                .and("state", plugin.state())
                .and("sentence", plugin.sentence())
                .and("services", plugin.services())
                .and("sha256", plugin.sha256())
                .and("in_use", plugin.inUse())
                .and("signer", plugin.signer())
                .and("tested", plugin.tested() == null ? null : tested(plugin.tested()));
    }

    private static Map<String, Object> tested(Plugins.TestReport report) {
        return Json.object("kit", report.kit())
                .and("suite", report.suite())
                .and("passed", report.passed())
                .and("failed", report.failed())
                .and("not_declared", report.notDeclared())
                .and("date", report.date())
                .and("of_this_code", report.ofThisCode());
    }
}
