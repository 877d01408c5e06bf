package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Changes of what runs: planned, done, followed; and the lock that says what is to run. */
final class PluginChangesResource {
    private static final Set<Verb> WITH_CONTENT = EnumSet.of(Verb.INSTALL, Verb.UPGRADE, Verb.APPLY);
    private static final Set<String> TYPES = Set.of(
            "application/java-archive",
            "application/x-java-archive",
            "application/octet-stream",
            "application/zip",
            "text/plain");
    private static final int DEFAULT_DRAIN_SECONDS = 60;
    private static final int MAX_DRAIN_SECONDS = 3_600;

    private final House house;
    private final Supplier<Settings> settings;

    PluginChangesResource(House house, Supplier<Settings> settings) {
        this.house = house;
        this.settings = settings;
    }

    /** Plans a change, or does it. */
    Answer change(Ask ask) throws IOException {
        Verb verb = verb(ask.query("verb"));
        String name = ask.query("name");
        if (verb != Verb.APPLY && (name == null || name.isBlank())) {
            throw new Problem(
                    Code.INVALID_REQUEST, "\"name\" is missing: a plugin, or the name of the jar.", "name", null);
        }
        boolean dry = flag(ask, "dry_run", false);
        if (!flag(ask, "catalogue", false)) {
            return done(ask, new Plugins.Change(verb, name, content(ask, verb), manner(ask)), dry);
        }
        if (verb != Verb.INSTALL && verb != Verb.UPGRADE) {
            throw new Problem(Code.INVALID_REQUEST, "A catalogue serves install and upgrade.", "catalogue", null);
        }
        Plugins.Change change = house.catalogue().change(verb, name, manner(ask));
        try (InputStream content = change.content()) {
            return done(ask, change, dry);
        }
    }

    private Answer done(Ask ask, Plugins.Change change, boolean dry) {
        Verb verb = change.verb();
        if (dry) {
            return Answer.json(plan(house.plugins().plan(change)));
        }
        Audit.write(
                house,
                ask.caller(),
                "plugin." + verb.name().toLowerCase(Locale.ROOT),
                verb == Verb.APPLY ? "plugins.lock" : change.subject());
        return Answer.json(operation(house.plugins().perform(change)));
    }

    private static Verb verb(String word) {
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Code.INVALID_REQUEST,
                        "\"verb\" is install, upgrade, enable, disable, drain, remove, rollback or apply.",
                        "verb",
                        null));
    }

    private Body content(Ask ask, Verb verb) throws IOException {
        if (!WITH_CONTENT.contains(verb)) {
            return null;
        }
        Body body = ask.body(settings.get().maxPluginBytes());
        if (!TYPES.contains(body.mediaType())) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send the jar itself as the body, as application/java-archive; an exported lock as"
                            + " application/zip.");
        }
        return body;
    }

    private static Plugins.Manner manner(Ask ask) {
        int seconds =
                Asked.between(0, MAX_DRAIN_SECONDS, ask.query("drain_seconds"), "drain_seconds", DEFAULT_DRAIN_SECONDS);
        return new Plugins.Manner(seconds, flag(ask, "force", false), flag(ask, "wait", true));
    }

    private static boolean flag(Ask ask, String name, boolean otherwise) {
        String word = ask.query(name);
        if (word == null || word.equals("true") || word.equals("false")) {
            return word == null ? otherwise : word.equals("true");
        }
        throw new Problem(Code.INVALID_REQUEST, "\"" + name + "\" is true or false.", name, null);
    }

    /** The last changes, those of earlier runs of the platform too. */
    Answer list(Ask ask) {
        return Answer.json(Json.object(
                "data",
                house.plugins().operations().stream()
                        .map(PluginChangesResource::operation)
                        .toList()));
    }

    /** Follows one. */
    Answer show(Ask ask) {
        return Answer.json(operation(house.plugins()
                .operation(ask.path("id"))
                .orElseThrow(() -> new Problem(
                        Code.OPERATION_NOT_FOUND,
                        "There is no such change. GET /api/v1/admin/plugin-changes lists the last hundred."))));
    }

    /** The lock, as text or with its jars. */
    Answer lock(Ask ask) throws IOException {
        if (!flag(ask, "jars", false)) {
            return Answer.json(Json.object("lock", house.plugins().lock()));
        }
        Path file = Files.createTempFile("plugins-lock-", ".zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            house.plugins().export(out);
        }
        long length = Files.size(file); // asked before it is opened: some systems unlink it then
        return Answer.of(200)
                .file(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE), length, "application/zip");
    }

    /** Whether lock, kept jars, files and what runs agree. */
    Answer verify(Ask ask) {
        List<String> findings = house.plugins().verify();
        return Answer.json(Json.object("ok", findings.isEmpty()).and("findings", findings));
    }

    private static Map<String, Object> plan(Plugins.Plan plan) {
        return Json.object("verb", plan.verb().name().toLowerCase(Locale.ROOT))
                .and("sentence", plan.sentence())
                .and("steps", steps(plan.steps()))
                .and("untouched", plan.untouched())
                .and("in_use", plan.inUse())
                .and("drain_seconds", plan.drainSeconds())
                .and(
                        "checks",
                        plan.checks().stream()
                                .map(check -> Json.object("name", check.name())
                                        .and("holds", check.holds())
                                        .and("sentence", check.sentence()))
                                .toList())
                .and("refusal", plan.refusal());
    }

    private static List<JsonObject> steps(List<Plugins.Step> steps) {
        return steps.stream()
                .map(step -> Json.object("what", step.what()).and("bundle", step.bundle()))
                .toList();
    }

    private static Map<String, Object> operation(Plugins.Operation operation) {
        return Json.object("id", operation.id())
                .and("subject", operation.subject())
                .and("state", operation.state())
                .and("sentence", operation.sentence())
                .and("plan", plan(operation.plan()))
                .and("happened", steps(operation.happened()))
                .and("begun_at", Json.moment(operation.begun()))
                .and("ended_at", Json.moment(operation.ended()))
                .and(
                        "events",
                        operation.events().stream()
                                .map(event -> Json.object("at", Json.moment(event.at()))
                                        .and("words", event.words()))
                                .toList());
    }
}
