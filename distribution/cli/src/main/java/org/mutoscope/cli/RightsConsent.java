package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of {@link RightsCommand} that is about people: how they enrol, clips of them, and whom they approve. */
final class RightsConsent {
    private static final String CHALLENGES = RightsCommand.RIGHTS + "consent/challenges";
    private static final String ENROLMENTS = RightsCommand.RIGHTS + "enrolments";
    private static final String PEOPLE = RightsCommand.RIGHTS + "people";

    private RightsConsent() {}

    /** Enrolment. */
    @Command(
            name = "enrol",
            description = "enrols you with your likeness or voice: a challenge, a recording, a review",
            mixinStandardHelpOptions = true,
            subcommands = {Terms.class, Challenge.class, Begin.class, Send.class},
            synopsisSubcommandLabel = "terms|challenge|begin|send")
    static final class Enrol {}

    /** What is agreed to. */
    @Command(name = "terms", description = "shows what people agree to")
    static final class Terms extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(RightsCommand.RIGHTS + "consent/terms");
            show(answer, () -> {
                out().println("version " + answer.path("version").asText());
                out().println(answer.path("text").asText());
            });
        }
    }

    /** What to say and do. */
    @Command(
            name = "challenge",
            description = "shows what to say and where to look; recording has to begin within seconds")
    static final class Challenge extends Client {
        @Parameters(paramLabel = "NAME", description = "what you are known by")
        private String name;

        @Option(names = "--kind", paramLabel = "KIND", description = "likeness (default) or voice; repeatable")
        private List<String> kinds = List.of("likeness");

        @Option(names = "--agree", paramLabel = "VERSION", required = true, description = "the terms that you agree to")
        private String terms;

        @Option(names = "--adult", description = "you are of age and alone in the recording")
        private boolean adult;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("name", name).put("adult", adult).put("terms", terms);
            kinds.forEach(body.putArray("kinds")::add);
            JsonNode answer = api.post(CHALLENGES, body);
            show(answer, () -> {
                out().println("say      "
                        + String.join(" ", answer.path("digits").asText().split("")));
                out().println("look     " + RightsConsent.words(answer.path("turns")));
                out().println("begin by " + answer.path("until").asText() + ": mutoscope rights enrol begin "
                        + answer.path("id").asText() + " "
                        + answer.path("nonce").asText());
            });
        }
    }

    /** It begins. */
    @Command(name = "begin", description = "says that you begin to record")
    static final class Begin extends Client {
        @Parameters(index = "0", paramLabel = "CHALLENGE")
        private String id;

        @Parameters(index = "1", paramLabel = "NONCE")
        private String nonce;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    CHALLENGES + "/" + Api.part(id) + "/begin", Api.object().put("nonce", nonce));
            show(answer, () -> out().println("send by  " + answer.path("until").asText()
                    + ": mutoscope rights enrol send " + id + " FILE"));
        }
    }

    /** The recording. */
    @Command(name = "send", description = "sends the recording; the challenge is used up")
    static final class Send extends Client {
        @Parameters(index = "0", paramLabel = "CHALLENGE")
        private String id;

        @Parameters(index = "1", paramLabel = "FILE", description = "MP4 or WebM, with picture and sound")
        private Path file;

        @Override
        void run(Api api) {
            JsonNode answer =
                    api.form(CHALLENGES + "/" + Api.part(id) + "/recording", Api.object(), new Api.Part("file", file));
            show(answer, () -> stands(this, answer));
        }
    }

    /** Enrolments. */
    @Command(
            name = "consent",
            description = "enrolments, their review, receipts, and taking consent back",
            mixinStandardHelpOptions = true,
            subcommands = {
                Enrolments.class,
                Show.class,
                Recording.class,
                Receipts.class,
                Revoke.class,
                Claim.class,
                Accept.class,
                Refuse.class
            },
            synopsisSubcommandLabel = "list|show|recording|receipts|revoke|claim|accept|refuse")
    static final class Consent {}

    /** All. */
    @Command(name = "list", description = "lists your enrolments, newest first; for operators all")
    static final class Enrolments extends Client {
        @Option(names = "--state", paramLabel = "STATE", description = "review, accepted, refused or revoked")
        private String state;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(ENROLMENTS + "?limit=100" + (state == null ? "" : "&state=" + Api.part(state)));
            show(answer, () -> table(answer.path("data"), "id", "name", "kinds", "state", "reviewer", "created_at"));
        }
    }

    /** One. */
    @Command(name = "show", description = "shows an enrolment, what was asked and what checks found")
    static final class Show extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(ENROLMENTS + "/" + Api.part(id));
            show(answer, () -> {
                stands(this, answer);
                out().println("asked    " + answer.path("digits").asText() + ", look " + words(answer.path("turns")));
                answer.path("remarks").forEach(remark -> out().println("found    " + remark.asText()));
            });
        }
    }

    /** Its recording. */
    @Command(name = "recording", description = "saves the recording; what operators look at stands in the audit")
    static final class Recording extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to")
        private Path target;

        @Override
        void run(Api api) {
            api.save(ENROLMENTS + "/" + Api.part(id) + "/recording", target);
            out().println(target + " saved");
        }
    }

    /** Receipts. */
    @Command(name = "receipts", description = "lists the signed receipts of an enrolment; --json prints them whole")
    static final class Receipts extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(ENROLMENTS + "/" + Api.part(id) + "/receipts");
            show(answer, () -> table(answer.path("data"), "id", "kind", "at", "sha256"));
        }
    }

    /** Back. */
    @Command(
            name = "revoke",
            description = "takes consent back: nobody may use it, grants end, key and recording are destroyed")
    static final class Revoke extends RightsCommand.Reasoned {
        @Override
        String path() {
            return ENROLMENTS + "/" + Api.part(id) + "/revoke";
        }
    }

    /** To review. */
    @Command(name = "claim", description = "takes an enrolment to review, for a quarter of an hour (operators)")
    static final class Claim extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(RightsCommand.ADMIN + "enrolments/" + Api.part(id) + "/claim", Api.object());
            show(answer, () -> out().println(
                            "yours until " + answer.path("review_until").asText()));
        }
    }

    /** Decides. */
    abstract static class Decision extends RightsCommand.Reasoned {
        abstract boolean accepts();

        @Override
        String path() {
            return RightsCommand.ADMIN + "enrolments/" + Api.part(id) + "/decision";
        }

        @Override
        ObjectNode body() {
            return super.body().put("accept", accepts());
        }
    }

    /** Yes. */
    @Command(name = "accept", description = "accepts an enrolment: likeness or voice are the person's (operators)")
    static final class Accept extends Decision {
        @Override
        boolean accepts() {
            return true;
        }
    }

    /** No. */
    @Command(name = "refuse", description = "refuses an enrolment; what was kept of it is destroyed (operators)")
    static final class Refuse extends Decision {
        @Override
        boolean accepts() {
            return false;
        }
    }

    /** Clips of me. */
    @Command(
            name = "removal",
            description = "clips that use what you hold and shall not be there",
            mixinStandardHelpOptions = true,
            subcommands = {Remove.class, RemoveAll.class, Removals.class},
            synopsisSubcommandLabel = "clip|subject|list")
    static final class Removal {}

    /** Counts what was removed. */
    abstract static class Removing extends RightsCommand.Reasoned {
        @Override
        void run(Api api) {
            JsonNode answer = api.post(path(), body());
            show(answer, () -> out().println(answer.path("data").size() + " removed"));
        }
    }

    /** One. */
    @Command(name = "clip", description = "removes a clip and what was made from it; it cannot be taken back")
    static final class Remove extends Removing {
        @Override
        String path() {
            return RightsCommand.RIGHTS + "uses/" + Api.part(id) + "/removal";
        }
    }

    /** All of a subject. */
    @Command(name = "subject", description = "removes all clips that use a subject; it cannot be taken back")
    static final class RemoveAll extends Removing {
        @Override
        String path() {
            return RightsCommand.RIGHTS + "subjects/" + Api.part(id) + "/removal";
        }
    }

    /** What was. */
    @Command(name = "list", description = "lists what you had removed; for operators all")
    static final class Removals extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(RightsCommand.RIGHTS + "removals?limit=100");
            show(answer, () -> table(answer.path("data"), "id", "at", "files_gone", "reason"));
        }
    }

    /** People. */
    @Command(
            name = "people",
            description = "whom you approve: offers with assignee=approved or mutuals are for them",
            mixinStandardHelpOptions = true,
            subcommands = {Approve.class, Drop.class, People.class},
            synopsisSubcommandLabel = "approve|drop|list")
    static final class Approved {}

    /** In. */
    @Command(name = "approve", description = "approves an account")
    static final class Approve extends Client {
        @Parameters(paramLabel = "ACCOUNT")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.put(PEOPLE + "/" + Api.part(id), Api.object());
            show(answer, () -> out().println(
                            id + " approved" + (answer.path("mutual").asBoolean() ? ", mutual" : "")));
        }
    }

    /** Out. */
    @Command(name = "drop", description = "approves an account no longer")
    static final class Drop extends Client {
        @Parameters(paramLabel = "ACCOUNT")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(PEOPLE + "/" + Api.part(id));
            show(answer, () -> out().println(id + " dropped"));
        }
    }

    /** All. */
    @Command(name = "list", description = "lists whom you approve")
    static final class People extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(PEOPLE + "?limit=100");
            show(answer, () -> table(answer.path("data"), "account_id", "mutual", "at"));
        }
    }

    private static void stands(Client client, JsonNode enrolment) {
        client.out()
                .println(enrolment.path("id").asText() + "  "
                        + enrolment.path("name").asText() + "  "
                        + enrolment.path("state").asText());
    }

    private static String words(JsonNode list) {
        StringBuilder words = new StringBuilder();
        list.forEach(word -> words.append(words.length() == 0 ? "" : ", ").append(word.asText()));
        return words.toString();
    }
}
