package org.mutoscope.shell;

import java.util.Locale;
import java.util.StringJoiner;
import org.mutoscope.core.plugins.Catalogue;
import org.mutoscope.core.plugins.Plugins;

/** What the commands print, as lines of text. */
final class Sheet {
    private final StringJoiner lines = new StringJoiner("\n");

    Sheet line(String line) {
        lines.add(line);
        return this;
    }

    private Sheet entry(String what, String words) {
        return line(String.format(Locale.ROOT, "  %-10s %s", what, words));
    }

    Sheet plugin(Plugins.Plugin plugin) {
        String version = plugin.version() == null ? "" : " " + plugin.version();
        String uses = plugin.inUse() == 0 ? "" : ", " + plugin.inUse() + " in use";
        return line(plugin.name() + version + " " + plugin.state() + uses + " (" + plugin.file()
                + (plugin.signer() == null ? ", not signed): " : ", signed by " + plugin.signer() + "): ")
                + plugin.sentence());
    }

    Sheet tested(Plugins.TestReport report) {
        if (report == null) {
            return entry("test kit", "no report in the jar");
        }
        return entry(
                "test kit",
                report.kit() + ", " + report.suite() + ", " + report.passed() + " passed, " + report.failed()
                        + " failed, " + report.notDeclared() + " not declared, " + report.date()
                        + (report.ofThisCode() ? "" : "; its code was changed since"));
    }

    Sheet item(Catalogue.Item item) {
        String here = item.here().isEmpty() ? "" : " (here: " + String.join(", ", item.here()) + ")";
        return line(item.name() + " " + item.version() + here + ": " + item.sentence() + " " + item.description());
    }

    Sheet plan(Plugins.Plan plan) {
        line(plan.sentence());
        plan.steps().forEach(this::step);
        entry("untouched", plan.untouched() + " other bundles");
        if (plan.inUse() > 0) {
            entry(
                    "at work",
                    plan.inUse() + " uses, which have " + plan.drainSeconds() + " s to end and are then handed over");
        }
        plan.checks().forEach(check -> entry(check.name(), (check.holds() ? "" : "NO: ") + check.sentence()));
        return plan.refusal() == null ? this : line("It would be refused: " + plan.refusal());
    }

    Sheet operation(Plugins.Operation operation) {
        line(operation.id() + " " + operation.state() + ": " + operation.sentence());
        operation.happened().forEach(this::step);
        return this;
    }

    Sheet events(Plugins.Operation operation) {
        operation.events().forEach(event -> line("  " + event.at() + "  " + event.words()));
        return this;
    }

    private void step(Plugins.Step step) {
        entry(step.what().toLowerCase(Locale.ROOT), step.bundle());
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
