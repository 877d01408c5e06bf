package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.plugins.Plugins;

/** Looks at everything that commonly is wrong with an installation and says it in sentences. */
final class DoctorResource {
    private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");

    private final House house;
    private final java.nio.file.Path data;

    DoctorResource(House house, java.nio.file.Path data) {
        this.house = house;
        this.data = data;
    }

    /** Examines. */
    Answer examine(Ask ask) {
        List<Map<String, Object>> checks = new ArrayList<>();
        check(checks, "services", this::services);
        check(
                checks,
                "storage",
                () -> house.work().obstacle().map(DoctorResource::wrong).orElse(ok("Writes are durable.")));
        check(checks, "disk", this::disk);
        check(checks, "ffmpeg", this::encoder);
        check(checks, "backends", this::backends);
        check(checks, "plugins", this::plugins);
        check(checks, "clock", this::clock);
        check(checks, "ledger", this::ledger);
        check(checks, "listeners", this::listeners);
        return Answer.json(Json.object("checks", checks));
    }

    private record Finding(boolean ok, String sentence) {}

    private interface Look {
        Finding look() throws IOException;
    }

    private static Finding ok(String sentence) {
        return new Finding(true, sentence);
    }

    private static Finding wrong(String sentence) {
        return new Finding(false, sentence);
    }

    private static void check(List<Map<String, Object>> checks, String name, Look look) {
        Finding finding;
        try {
            finding = look.look();
        } catch (IOException | RuntimeException e) {
            finding = wrong("This could not be looked at: " + e.getMessage());
        }
        checks.add(Json.object("name", name).and("ok", finding.ok()).and("sentence", finding.sentence()));
    }

    private Finding services() {
        List<String> missing = house.missing();
        return missing.isEmpty()
                ? ok("All parts of the platform are there.")
                : wrong("Not there: " + String.join(", ", missing) + ". The log says why; restart when it is mended.");
    }

    private Finding disk() throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        return house.studio()
                .shortage()
                .map(DoctorResource::wrong)
                .orElse(ok((free >> 20) + " MiB are free for data, enough for new clips."));
    }

    private Finding encoder() {
        return house.encoder()
                .map(bundle -> ok("Clips are encoded by " + bundle.getSymbolicName() + " " + bundle.getVersion() + "."))
                .orElseGet(() ->
                        wrong("No encoder is there: clips cannot be finished. The log says why ffmpeg did not start."));
    }

    private Finding backends() {
        List<Models.Backend> ready = house.models().backends().stream()
                .filter(backend -> backend.state().equals("READY"))
                .toList();
        return ready.isEmpty()
                ? wrong("No backend is ready: jobs wait. Install one: mutoscope plugin install JAR.")
                : ok("Ready: "
                        + String.join(
                                ", ", ready.stream().map(Models.Backend::id).toList()) + ".");
    }

    private Finding plugins() {
        List<String> failed = house.plugins().list().stream()
                .filter(plugin ->
                        plugin.state().equals("FAILED") || plugin.state().equals("QUARANTINED"))
                .map(Plugins.Plugin::name)
                .toList();
        return failed.isEmpty()
                ? ok("Every plugin that is installed runs.")
                : wrong("Does not run: " + String.join(", ", failed) + ". mutoscope plugin info NAME says why.");
    }

    private Finding clock() {
        Instant here = Instant.now();
        if (here.isBefore(BUILT)) {
            return wrong("The clock says " + here + ", which is before this was built. Set it: expiries depend on it.");
        }
        Duration apart = Duration.between(house.work().read(tx -> tx.now()), Instant.now())
                .abs();
        return apart.toSeconds() < 60
                ? ok("The clock says " + here + ".")
                : wrong("Clock and storage are " + apart.toSeconds() + " s apart. Set the clocks.");
    }

    private Finding listeners() {
        List<String> problems = house.listeners == null ? List.of() : house.listeners.problems();
        return problems.isEmpty()
                ? ok("Every listener that is configured is open, and its certificate is good.")
                : wrong(String.join(" ", problems));
    }

    private Finding ledger() {
        List<String> problems = house.verified();
        return problems.isEmpty() ? ok("The ledger is sound.") : wrong(String.join(" ", problems));
    }
}
