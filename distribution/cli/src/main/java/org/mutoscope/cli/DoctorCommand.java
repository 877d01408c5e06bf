package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Says what is wrong with an installation. */
@Command(name = "doctor", description = "says what is wrong and what to do; exit code 1 if something is")
final class DoctorCommand extends Client {
    @Override
    void run(Api api) {
        JsonNode answer = api.get("/api/v1/admin/doctor");
        boolean well = true;
        for (JsonNode check : answer.path("checks")) {
            well &= check.path("ok").asBoolean();
        }
        show(answer, () -> answer.path("checks").forEach(c -> out().printf(
                        "%-6s %-12s %s%n",
                        c.path("ok").asBoolean() ? "ok" : "WRONG",
                        c.path("name").asText(),
                        c.path("sentence").asText())));
        if (!well) {
            throw new Failure(Failure.REFUSED, "something is wrong, see above");
        }
    }
}
