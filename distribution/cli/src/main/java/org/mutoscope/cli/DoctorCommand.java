package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what is wrong with an installation. */
@Command(
        name = "doctor",
        description = "says what is wrong, why, and what to do; exit code 1 if something does not work")
final class DoctorCommand extends Client {
    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "looks at one part: storage, backends, money, ready, ...")
    private String tag;

    @Override
    void run(Api api) {
        JsonNode answer = api.get("/api/v1/admin/doctor" + (tag == null ? "" : "?tag=" + Api.part(tag)));
        boolean well = true;
        for (JsonNode check : answer.path("checks")) {
            well &= check.path("ok").asBoolean();
        }
        show(answer, () -> answer.path("checks").forEach(this::tell));
        if (answer.path("checks").isEmpty()) {
            throw new Failure(
                    Failure.REFUSED, "nothing has that tag; mutoscope doctor --json shows the tags there are");
        }
        if (!well) {
            throw new Failure(Failure.REFUSED, "something is wrong, see above");
        }
    }

    private void tell(JsonNode check) {
        String state = check.path("state").asText();
        line(state.equals("OK") ? "ok" : state, check.path("name").asText(), check.path("sentence"));
        check.path("causes").forEach(cause -> line("", "  because", cause));
        if (!check.path("command").isNull()) {
            line("", "  run", check.path("command"));
        }
    }

    private void line(String state, String name, JsonNode words) {
        out().printf("%-6s %-12s %s%n", state, name, words.asText());
    }
}
