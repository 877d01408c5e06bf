package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Jobs. */
@Command(
        name = "job",
        description = "lists, shows, cancels and explains jobs and their kin",
        mixinStandardHelpOptions = true,
        subcommands = {
            JobCommand.Listing.class,
            JobCommand.Show.class,
            JobCommand.Cancel.class,
            JobCommand.Explain.class,
            JobCommand.Lineage.class
        },
        synopsisSubcommandLabel = "list|show|cancel|explain|lineage")
final class JobCommand {
    private static final String JOBS = "/api/v1/jobs";

    /** Lists them. */
    @Command(name = "list", description = "lists jobs, newest first")
    static final class Listing extends Client {
        @Option(names = "--account", paramLabel = "ID", description = "of another account (operators)")
        private String account;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(JOBS + "?limit=100" + (account == null ? "" : "&account=" + Api.part(account)));
            show(
                    answer,
                    () -> table(
                            answer.path("data"), "id", "state", "progress", "model", "seconds", "size", "created_at"));
        }
    }

    /** Shows one. */
    @Command(name = "show", description = "shows one job")
    static final class Show extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(JOBS + "/" + Api.part(id));
            show(answer, () -> answer.properties().forEach(f -> out().printf(
                            "%-18s %s%n",
                            f.getKey(),
                            f.getValue().isValueNode() ? f.getValue().asText() : f.getValue())));
        }
    }

    /** Stops one. */
    @Command(name = "cancel", description = "cancels a job; its credits are released")
    static final class Cancel extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(JOBS + "/" + Api.part(id) + "/cancel", Api.object());
            show(answer, () -> out().println(id + " " + answer.path("state").asText()));
        }
    }

    /** Tells its kin. */
    @Command(name = "lineage", description = "shows what a clip was made from, and what was made from it")
    static final class Lineage extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(JOBS + "/" + Api.part(id) + "/lineage");
            show(answer, () -> {
                answer.path("ancestors").forEach(job -> line("made from", job));
                answer.path("descendants").forEach(job -> line("made into", job));
            });
        }

        private void line(String how, JsonNode job) {
            out().printf(
                            "%s  %s  %s%n",
                            how,
                            job.path("id").asText(),
                            job.path("deleted").asBoolean()
                                    ? "deleted"
                                    : job.path("verb").asText());
        }
    }

    /** Tells its story. */
    @Command(name = "explain", description = "tells what happened to a job and why")
    static final class Explain extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(JOBS + "/" + Api.part(id) + "/explain");
            show(answer, () -> answer.path("notes").forEach(n -> out().printf(
                            "%s  %-16s %s%n",
                            n.path("at").asText(),
                            n.path("what").asText(),
                            n.path("detail").asText())));
        }
    }
}
