package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** The free allowance. */
@Command(name = "quota", description = "shows the free allowance, why it is so, and how it changed")
final class QuotaCommand extends Client {
    @Override
    void run(Api api) {
        JsonNode answer = api.get("/api/v1/quota");
        show(answer, () -> {
            out().printf(
                            "%s clips a day (%s credits), between %s and %s%n",
                            answer.path("clips_per_day").asText(),
                            answer.path("credits_per_day").asText(),
                            answer.path("floor").asText(),
                            answer.path("cap").asText());
            out().println(answer.path("reason").asText());
            if (answer.path("history").size() > 0) {
                table(answer.path("history"), "at", "clips_per_day", "price_factor_percent", "reason");
            }
        });
    }
}
