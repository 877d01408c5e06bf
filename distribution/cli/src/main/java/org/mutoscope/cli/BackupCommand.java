package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Backs up a running platform. */
@Command(name = "backup", description = "writes a consistent backup on the platform's machine while it runs")
final class BackupCommand extends Client {
    @Override
    void run(Api api) {
        JsonNode answer = api.post("/api/v1/admin/backup", Api.object());
        show(answer, () -> {
            out().println(answer.path("path").asText() + "  ("
                    + answer.path("bytes").asText() + " bytes)");
            out().println("put it back with: mutoscope restore "
                    + answer.path("path").asText() + " --into NEW_DATA_DIR");
        });
    }
}
