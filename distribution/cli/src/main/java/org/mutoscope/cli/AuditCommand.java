package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What was done by those who run the installation. */
@Command(
        name = "audit",
        description = "lists who did what, and checks that nobody changed it",
        mixinStandardHelpOptions = true,
        subcommands = {AuditCommand.Listing.class, AuditCommand.Verify.class},
        synopsisSubcommandLabel = "list|verify")
final class AuditCommand {
    /** Lists lines. */
    @Command(name = "list", description = "lists acts, newest first (operators, auditors)")
    static final class Listing extends Client {
        @Option(names = "--account", paramLabel = "ID", description = "acts of this account alone")
        private String account;

        @Option(
                names = "--act",
                paramLabel = "NAME",
                description = "acts whose name begins so, as plugin. or credits.grant")
        private String act;

        @Option(names = "--before", paramLabel = "N", description = "begin before this line")
        private Long before;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "1 to 1000 (default: ${DEFAULT-VALUE})")
        private int limit;

        @Override
        void run(Api api) {
            StringBuilder path = new StringBuilder("/api/v1/admin/audit?limit=" + limit);
            add(path, "account", account);
            add(path, "act", act);
            add(path, "before", before == null ? null : before.toString());
            JsonNode answer = api.get(path.toString());
            show(answer, () -> table(answer.path("data"), "seq", "at", "account_name", "act", "outcome", "subject"));
        }

        private static void add(StringBuilder path, String name, String value) {
            if (value != null) {
                path.append('&').append(name).append('=').append(Api.part(value));
            }
        }
    }

    /** Checks them. */
    @Command(name = "verify", description = "computes the seals of the audit again (operators, auditors)")
    static final class Verify extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/admin/audit/verify");
            show(answer, () -> {
                answer.path("problems").forEach(problem -> out().println(problem.asText()));
                out().println("sealed through line "
                        + answer.path("sealed_through").asText() + ", head "
                        + answer.path("head").asText());
            });
            if (!answer.path("ok").asBoolean()) {
                throw new Failure(
                        Failure.REFUSED, "the audit was changed after it was sealed; see docs/operate/audit.md");
            }
        }
    }
}
