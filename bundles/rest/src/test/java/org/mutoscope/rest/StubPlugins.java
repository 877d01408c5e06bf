package org.mutoscope.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Knows one plugin. */
final class StubPlugins implements Plugins {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final TestReport REPORT =
            new TestReport("mutoscope-tck 0.1.0", "billing", 40, 0, 9, "2026-11-23", true);
    private static final Plugin ACME = new Plugin(
            "com.acme.backend", "1.0.0", "acme.jar", "ACTIVE", "Renders.", List.of("acme"), "00", 0, REPORT, "CN=Acme");

    @Override
    public List<Plugin> list() {
        return List.of(ACME);
    }

    @Override
    public Optional<Plugin> find(String nameAndVersion) {
        return nameAndVersion.startsWith("com.acme.backend") ? Optional.of(ACME) : Optional.empty();
    }

    @Override
    public Plan plan(Change change) {
        List<Step> steps = List.of(new Step("START", "com.acme.backend@1.0.0"));
        return new Plan(
                change.verb(),
                "install com.acme.backend 1.0.0",
                steps,
                50,
                0,
                change.manner().drainSeconds(),
                List.of(new Check("needs", true, "All is here.")),
                null);
    }

    @Override
    public Operation perform(Change change) {
        try {
            long bytes = change.content() == null ? 0 : change.content().transferTo(OutputStream.nullOutputStream());
            if (change.content() == null && find(change.subject()).isEmpty()) {
                throw new Problem(Code.PLUGIN_NOT_FOUND, "There is no such plugin.");
            }
            Plan plan = plan(change);
            return new Operation(
                    "op_1",
                    plan,
                    "com.acme.backend",
                    "DONE",
                    "It has " + bytes + " bytes.",
                    plan.steps(),
                    AT,
                    AT,
                    List.of(new Event(AT, "starting com.acme.backend@1.0.0")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Operation> operations() {
        return List.of(perform(new Change(Verb.DRAIN, "com.acme.backend", null, Manner.draining(0))));
    }

    @Override
    public Optional<Operation> operation(String id) {
        return operations().stream().filter(o -> o.id().equals(id)).findFirst();
    }

    @Override
    public List<String> verify() {
        return List.of("acme.jar was changed.");
    }

    @Override
    public Reason why(String nameAndVersion) {
        return new Reason("It serves.", null, List.of("acme"), null);
    }

    @Override
    public String lock() {
        return "# lock\n";
    }

    @Override
    public void export(OutputStream out) throws IOException {
        out.write(new byte[] {'P', 'K'});
    }
}
