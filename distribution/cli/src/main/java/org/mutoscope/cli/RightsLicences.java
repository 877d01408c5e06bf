package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of {@link RightsCommand} that is about licences. */
final class RightsLicences {
    private RightsLicences() {}

    /** Offers. */
    @Command(
            name = "offer",
            description = "licences that anybody can accept",
            mixinStandardHelpOptions = true,
            subcommands = {MakeOffer.class, WithdrawOffer.class},
            synopsisSubcommandLabel = "make|withdraw")
    static final class Offer {}

    /** A new one. */
    @Command(name = "make", description = "offers a licence; it never changes, withdraw it and make another")
    static final class MakeOffer extends Client {
        @Parameters(paramLabel = "SUBJECT")
        private String id;

        @Option(names = "--credits", paramLabel = "N", required = true, description = "price of one clip, 0 to 1000000")
        private long credits;

        @Option(
                names = "--term",
                paramLabel = "NAME=VALUE",
                description = "for example count=5, purpose=personal,commercial or obtainConsent=before; repeatable")
        private Map<String, String> terms = Map.of();

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("credits", credits);
            body.set("terms", RightsCommand.terms(terms));
            JsonNode answer = api.post(RightsCommand.RIGHTS + "subjects/" + Api.part(id) + "/offers", body);
            show(answer, () -> out().println(answer.path("id").asText() + "  " + credits + " credits a clip"));
        }
    }

    /** The end of one. */
    @Command(name = "withdraw", description = "takes an offer back; grants of it stay")
    static final class WithdrawOffer extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(RightsCommand.RIGHTS + "offers/" + Api.part(id));
            show(answer, () -> out().println(id + " withdrawn"));
        }
    }

    /** Grants. */
    @Command(
            name = "grant",
            description = "offers that were accepted",
            mixinStandardHelpOptions = true,
            subcommands = {Grants.class, Revoke.class},
            synopsisSubcommandLabel = "list|revoke")
    static final class Grant {}

    /** All. */
    @Command(name = "list", description = "lists grants that you hold or gave, newest first")
    static final class Grants extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(RightsCommand.RIGHTS + "grants?limit=100");
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "id",
                            "subject",
                            "account_id",
                            "credits",
                            "used",
                            "terms",
                            "revoked_at"));
        }
    }

    /** The end of one. */
    @Command(name = "revoke", description = "takes a grant back; jobs that use it end within a minute")
    static final class Revoke extends RightsCommand.Reasoned {
        @Override
        String path() {
            return RightsCommand.RIGHTS + "grants/" + Api.part(id) + "/revoke";
        }
    }

    /** Uses. */
    @Command(
            name = "use",
            description = "clips with what is yours",
            mixinStandardHelpOptions = true,
            subcommands = {Uses.class},
            synopsisSubcommandLabel = "list")
    static final class Use {}

    /** All. */
    @Command(name = "list", description = "lists clips that use what you hold, and what they earn")
    static final class Uses extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(RightsCommand.RIGHTS + "uses?limit=100");
            show(
                    answer,
                    () -> table(answer.path("data"), "job", "subject", "grant", "state", "credits", "earned", "at"));
        }
    }

    /** Approvals. */
    @Command(
            name = "approval",
            description = "clips that wait for your word",
            mixinStandardHelpOptions = true,
            subcommands = {Approvals.class, Watch.class, Yes.class, No.class},
            synopsisSubcommandLabel = "list|watch|yes|no")
    static final class Approval {}

    /** All. */
    @Command(name = "list", description = "lists clips that wait for your word, with their prompts")
    static final class Approvals extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(RightsCommand.RIGHTS + "approvals");
            show(answer, () -> table(answer.path("data"), "job", "stage", "asked_at", "ends_at", "prompt"));
        }
    }

    /** A look at a draft. */
    @Command(name = "watch", description = "saves a finished clip that waits for your word")
    static final class Watch extends Client {
        @Parameters(index = "0", paramLabel = "JOB")
        private String id;

        @Option(names = "--out", paramLabel = "STEM", description = "file without its ending; JOB-draft by default")
        private Path stem;

        @Override
        void run(Api api) {
            Path saved = api.download(
                    RightsCommand.RIGHTS + "approvals/" + Api.part(id) + "/content",
                    stem == null ? Path.of(id + "-draft") : stem);
            out().println(saved);
        }
    }

    /** A word. */
    abstract static class Word extends Client {
        @Parameters(paramLabel = "JOB")
        private String id;

        abstract boolean agreed();

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    RightsCommand.RIGHTS + "approvals/" + Api.part(id),
                    Api.object().put("agreed", agreed()));
            show(answer, () -> out().println(id + (agreed() ? ": you said yes" : ": you said no")));
        }
    }

    /** Yes. */
    @Command(name = "yes", description = "the clip may be made or, if it is finished, released")
    static final class Yes extends Word {
        @Override
        boolean agreed() {
            return true;
        }
    }

    /** No. */
    @Command(name = "no", description = "the clip must not be made or released; nothing is charged")
    static final class No extends Word {
        @Override
        boolean agreed() {
            return false;
        }
    }
}
