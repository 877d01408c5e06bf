package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of {@link RevenueCommand} about what is earned, and gifts. */
final class RevenueEarnings {
    static final String REVENUE = "/api/v1/revenue";
    private static final String SUSPENSE = "/api/v1/admin/revenue/suspense";

    private RevenueEarnings() {}

    /** Balances. */
    @Command(
            name = "balance",
            description = "shows what you earned; micros are millionths of a cent or another minor unit")
    static final class Balance extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(REVENUE);
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "holder",
                            "currency",
                            "on_hold_micros",
                            "payable_micros",
                            "paid_micros"));
        }
    }

    /** Lines. */
    @Command(name = "lines", description = "lists what was earned and taken back, the newest first")
    static final class Lines extends Client {
        @Option(names = "--before", paramLabel = "SEQ", description = "only lines before this one")
        private Long before;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(REVENUE + "/lines?limit=100" + (before == null ? "" : "&before=" + before));
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "seq",
                            "period",
                            "stream",
                            "cause",
                            "currency",
                            "micros",
                            "state",
                            "holder"));
        }
    }

    /** Models. */
    @Command(name = "models", description = "lists the models that share what clips earn, and what they pay")
    static final class Models extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(REVENUE + "/models");
            show(answer, () -> table(answer.path("data"), "id", "by", "rate"));
        }
    }

    /** A split. */
    @Command(name = "split", description = "shows how the income of a video is divided")
    static final class Split extends Client {
        @Parameters(paramLabel = "VIDEO")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/videos/" + Api.part(id) + "/split");
            show(answer, () -> table(answer.path("data"), "holder", "ppm", "why"));
        }
    }

    /** A gift. */
    @Command(name = "tip", description = "gives bought credits to those who hold a video")
    static final class Tip extends Client {
        @Parameters(index = "0", paramLabel = "VIDEO")
        private String id;

        @Parameters(index = "1", paramLabel = "CREDITS", description = "1 to 100000")
        private long credits;

        @Option(names = "--once", paramLabel = "KEY", description = "given twice with one key it is given once")
        private String key = UUID.randomUUID().toString();

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    "/api/v1/videos/" + Api.part(id) + "/tips", Api.object().put("credits", credits), key);
            show(answer, () -> out().println(answer.path("id").asText() + "  " + credits + " credits"));
        }
    }

    /** What waits. */
    @Command(name = "suspense", description = "lists what could not be shared and why (operators)")
    static final class Suspense extends Client {
        @Parameters(arity = "0..1", paramLabel = "retry", description = "tries all of it again")
        private String verb;

        @Override
        void run(Api api) {
            if (verb != null && !verb.equals("retry")) {
                throw new Failure(Failure.USAGE, "\"" + verb + "\" is not known here; say retry, or nothing.");
            }
            if (verb != null) {
                JsonNode answer = api.post(SUSPENSE + "/retry", Api.object());
                show(answer, () -> out().println(answer.path("causes").asText() + " are tried again"));
                return;
            }
            JsonNode answer = api.get(SUSPENSE + "?limit=100");
            show(answer, () -> table(answer.path("data"), "cause", "currency", "micros", "attempts", "reason"));
        }
    }
}
