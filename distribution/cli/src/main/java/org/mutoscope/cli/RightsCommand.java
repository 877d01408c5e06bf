package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people hold rights in. */
@Command(
        name = "rights",
        description = "registers likenesses, characters and works, licenses them, and says who may use them",
        mixinStandardHelpOptions = true,
        subcommands = {
            RightsCommand.Subject.class,
            RightsCommand.Alias.class,
            RightsPicture.class,
            RightsCommand.Claim.class,
            RightsLicences.Offer.class,
            RightsLicences.Grant.class,
            RightsLicences.Use.class,
            RightsLicences.Approval.class,
            RightsConsent.Enrol.class,
            RightsConsent.Consent.class,
            RightsConsent.Removal.class,
            RightsConsent.Approved.class,
            RightsMoney.PayoutTo.class,
            RightsMoney.Statement.class
        },
        synopsisSubcommandLabel =
                "subject|alias|picture|claim|offer|grant|use|approval|enrol|consent|removal|people|payout-to|statement")
final class RightsCommand {
    static final String RIGHTS = "/api/v1/rights/";
    static final String ADMIN = "/api/v1/admin/rights/";

    /** An act with a reason. */
    abstract static class Reasoned extends Client {
        @Parameters(index = "0", paramLabel = "ID")
        String id;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; kept in the audit")
        String reason;

        abstract String path();

        ObjectNode body() {
            return Api.object().put("reason", reason);
        }

        @Override
        void run(Api api) {
            JsonNode answer = api.post(path(), body());
            show(answer, () -> out().println(id + " is " + answer.path("state").asText("revoked")));
        }
    }

    /** Subjects. */
    @Command(
            name = "subject",
            description = "what somebody has rights in",
            mixinStandardHelpOptions = true,
            subcommands = {
                Register.class,
                Subjects.class,
                Show.class,
                Off.class,
                On.class,
                Reserve.class,
                Free.class,
                Dispute.class,
                Settle.class
            },
            synopsisSubcommandLabel = "register|list|show|off|on|reserve|free|dispute|settle")
    static final class Subject {}

    /** A new one. */
    @Command(name = "register", description = "registers something and claims it; an operator decides about the claim")
    static final class Register extends Client {
        @Parameters(index = "0", paramLabel = "KIND", description = "likeness, voice, character, artwork or music")
        private String kind;

        @Parameters(index = "1", paramLabel = "NAME")
        private String name;

        @Option(
                names = "--evidence",
                paramLabel = "TEXT",
                required = true,
                description = "what shows that it is yours: a register and number, a domain, a contract")
        private String evidence;

        @Option(names = "--alias", paramLabel = "NAME", description = "another name; may be given several times")
        private List<String> aliases = List.of();

        @Option(names = "--minor", description = "it is a person under age: to be found, never to be licensed")
        private boolean minor;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object()
                    .put("kind", kind)
                    .put("name", name)
                    .put("evidence", evidence)
                    .put("minor", minor);
            aliases.forEach(body.putArray("aliases")::add);
            JsonNode answer = api.post(RIGHTS + "subjects", body);
            show(answer, () -> out().println(answer.path("id").asText() + "  " + name + "  "
                    + answer.path("state").asText()));
        }
    }

    /** All. */
    @Command(name = "list", description = "lists what you registered or hold, newest first; for operators all")
    static final class Subjects extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(RIGHTS + "subjects?limit=100");
            show(answer, () -> table(answer.path("data"), "id", "kind", "name", "state", "holder", "minor"));
        }
    }

    /** One. */
    @Command(name = "show", description = "shows a subject and what is offered for it")
    static final class Show extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(RIGHTS + "subjects/" + Api.part(id));
            show(answer, () -> {
                out().println(answer.path("kind").asText() + " "
                        + answer.path("name").asText() + ": "
                        + answer.path("state").asText());
                table(answer.path("offers"), "id", "credits", "terms");
            });
        }
    }

    /** The kill switch. */
    @Command(name = "off", description = "nobody may use it any more; jobs that use it end within a minute")
    static final class Off extends Reasoned {
        @Override
        String path() {
            return RIGHTS + "subjects/" + Api.part(id) + "/off";
        }
    }

    /** Back. */
    @Command(name = "on", description = "switches a subject on again")
    static final class On extends Reasoned {
        @Override
        String path() {
            return RIGHTS + "subjects/" + Api.part(id) + "/on";
        }
    }

    /** Whether anything of a subject is free. */
    abstract static class Reserving extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        abstract boolean reserved();

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    RIGHTS + "subjects/" + Api.part(id) + "/reserved",
                    Api.object().put("reserved", reserved()));
            show(answer, () -> out().println(id + (reserved() ? " is reserved" : " is not reserved")));
        }
    }

    /** Nothing is free. */
    @Command(
            name = "reserve",
            description = "nothing of it is free, also where opt-out holds; the first offer says so too")
    static final class Reserve extends Reserving {
        @Override
        boolean reserved() {
            return true;
        }
    }

    /** Back. */
    @Command(name = "free", description = "takes that back: where opt-out holds, what has no offer is free")
    static final class Free extends Reserving {
        @Override
        boolean reserved() {
            return false;
        }
    }

    /** A dispute. */
    @Command(name = "dispute", description = "freezes a subject: it is in dispute who holds it (operators)")
    static final class Dispute extends Reasoned {
        @Override
        String path() {
            return ADMIN + "subjects/" + Api.part(id) + "/dispute";
        }

        @Override
        ObjectNode body() {
            return super.body().put("open", true);
        }
    }

    /** Its end. */
    @Command(name = "settle", description = "closes a dispute; who held it still does (operators)")
    static final class Settle extends Reasoned {
        @Override
        String path() {
            return ADMIN + "subjects/" + Api.part(id) + "/dispute";
        }

        @Override
        ObjectNode body() {
            return super.body().put("open", false);
        }
    }

    /** Names. */
    @Command(
            name = "alias",
            description = "names by which it is found in prompts",
            mixinStandardHelpOptions = true,
            subcommands = {AddAlias.class, Aliases.class, RemoveAlias.class},
            synopsisSubcommandLabel = "add|list|remove")
    static final class Alias {}

    /** A new one. */
    @Command(name = "add", description = "adds a name; guards look for it within seconds")
    static final class AddAlias extends Client {
        @Parameters(index = "0", paramLabel = "SUBJECT")
        private String id;

        @Parameters(index = "1", paramLabel = "NAME")
        private String name;

        @Option(names = "--language", paramLabel = "TAG", description = "as en or ja")
        private String language;

        @Option(names = "--needs-context", description = "a common word: it counts only beside another sign")
        private boolean context;

        @Option(names = "--case-sensitive", description = "it counts only in its own capitals")
        private boolean capitals;

        @Option(
                names = "--allow",
                paramLabel = "PHRASE",
                description = "where it is harmless; may be given several times")
        private List<String> allowed = List.of();

        @Override
        void run(Api api) {
            ObjectNode body =
                    Api.object().put("text", name).put("needs_context", context).put("case_sensitive", capitals);
            ClipCommand.put(body, "language", language);
            allowed.forEach(body.putArray("allowed_phrases")::add);
            JsonNode answer = api.post(RIGHTS + "subjects/" + Api.part(id) + "/aliases", body);
            show(answer, () -> out().println(answer.path("id").asText() + "  " + name));
        }
    }

    /** All. */
    @Command(name = "list", description = "lists the names of a subject")
    static final class Aliases extends Client {
        @Parameters(paramLabel = "SUBJECT")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(RIGHTS + "subjects/" + Api.part(id) + "/aliases");
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "id",
                            "text",
                            "language",
                            "needs_context",
                            "case_sensitive",
                            "allowed_phrases"));
        }
    }

    /** The end of one. */
    @Command(name = "remove", description = "takes a name away")
    static final class RemoveAlias extends Client {
        @Parameters(index = "0", paramLabel = "SUBJECT")
        private String id;

        @Parameters(index = "1", paramLabel = "ALIAS")
        private String alias;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(RIGHTS + "subjects/" + Api.part(id) + "/aliases/" + Api.part(alias));
            show(answer, () -> out().println(alias + " removed"));
        }
    }

    /** Claims. */
    @Command(
            name = "claim",
            description = "who says that something is theirs",
            mixinStandardHelpOptions = true,
            subcommands = {MakeClaim.class, Claims.class, Accept.class, Refuse.class, Withdraw.class},
            synopsisSubcommandLabel = "make|list|accept|refuse|withdraw")
    static final class Claim {}

    /** A new one. */
    @Command(name = "make", description = "claims a subject that another account registered")
    static final class MakeClaim extends Client {
        @Parameters(paramLabel = "SUBJECT")
        private String id;

        @Option(names = "--evidence", paramLabel = "TEXT", required = true, description = "what shows that it is yours")
        private String evidence;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    RIGHTS + "subjects/" + Api.part(id) + "/claims",
                    Api.object().put("evidence", evidence));
            show(answer, () -> out().println(answer.path("id").asText() + "  pending"));
        }
    }

    /** All. */
    @Command(name = "list", description = "lists your claims, newest first; for operators all")
    static final class Claims extends Client {
        @Option(names = "--state", paramLabel = "STATE", description = "pending, active, refused, withdrawn or lost")
        private String state;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(RIGHTS + "claims?limit=100" + (state == null ? "" : "&state=" + Api.part(state)));
            show(
                    answer,
                    () -> table(answer.path("data"), "id", "subject", "account_id", "state", "evidence", "reason"));
        }
    }

    /** Yes. */
    @Command(name = "accept", description = "accepts a claim (operators)")
    static final class Accept extends Reasoned {
        @Override
        String path() {
            return ADMIN + "claims/" + Api.part(id);
        }

        @Override
        ObjectNode body() {
            return super.body().put("accept", true);
        }
    }

    /** No. */
    @Command(name = "refuse", description = "refuses a claim (operators)")
    static final class Refuse extends Reasoned {
        @Override
        String path() {
            return ADMIN + "claims/" + Api.part(id);
        }

        @Override
        ObjectNode body() {
            return super.body().put("accept", false);
        }
    }

    /** Never mind. */
    @Command(name = "withdraw", description = "takes a claim back; what was granted by it ends")
    static final class Withdraw extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(RIGHTS + "claims/" + Api.part(id));
            show(answer, () -> out().println(id + " is " + answer.path("state").asText()));
        }
    }

    /** Terms as given on the command line. */
    static ObjectNode terms(Map<String, String> terms) {
        ObjectNode json = Api.object();
        terms.forEach(json::put);
        return json;
    }
}
