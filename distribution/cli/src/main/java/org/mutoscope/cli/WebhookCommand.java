package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where this account is told about its clips. */
@Command(
        name = "webhook",
        description = "shows and changes where you are told when a clip is done",
        mixinStandardHelpOptions = true,
        subcommands = {
            WebhookCommand.Listing.class,
            WebhookCommand.Add.class,
            WebhookCommand.Rotate.class,
            WebhookCommand.Test.class,
            WebhookCommand.Deliveries.class,
            WebhookCommand.Replay.class,
            WebhookCommand.Remove.class
        },
        synopsisSubcommandLabel = "list|add|rotate|test|deliveries|replay|remove")
final class WebhookCommand {
    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    private static final String OWN = "/api/v1/webhook_endpoints/";

    /** All endpoints. */
    @Command(name = "list", description = "lists your endpoints")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(ENDPOINTS + "?limit=100");
            show(answer, () -> table(answer.path("data"), "id", "name", "url", "event_types", "enabled", "note"));
        }
    }

    /** A new one. */
    @Command(name = "add", description = "makes an endpoint and prints its secret, this once")
    static final class Add extends Client {
        @Parameters(paramLabel = "URL")
        private String url;

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "webhook")
        private String name;

        @Option(
                names = "--event",
                paramLabel = "TYPE",
                description = "may be given several times; default: video.completed and video.failed")
        private List<String> events = List.of("video.completed", "video.failed");

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("name", name).put("url", url);
            ArrayNode types = body.putArray("event_types");
            events.forEach(types::add);
            JsonNode answer = api.post(ENDPOINTS, body);
            show(answer, () -> out().printf(
                            "%s%nsigning secret, shown this once: %s%n",
                            answer.path("id").asText(),
                            answer.path("signing_secret").asText()));
        }
    }

    /** A new secret. */
    @Command(name = "rotate", description = "gives an endpoint another secret")
    static final class Rotate extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Option(names = "--keep-old", description = "sign with the old secret too, for 24 hours")
        private boolean keepOld;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    ENDPOINTS + "/" + Api.part(id) + "/rotate_secret",
                    Api.object().put("keep_old_secret_active_for_24_hours", keepOld));
            show(answer, () -> out().println("signing secret, shown this once: "
                    + answer.path("signing_secret").asText()));
        }
    }

    /** An example. */
    @Command(name = "test", description = "sends an example and says what came back")
    static final class Test extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Option(names = "--event", paramLabel = "TYPE", defaultValue = "video.completed")
        private String event;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    ENDPOINTS + "/" + Api.part(id) + "/test", Api.object().put("event_type", event));
            show(answer, () -> out().println(
                            "it arrived: " + answer.path("status_code").asText()));
        }
    }

    /** What was sent. */
    @Command(name = "deliveries", description = "shows what was sent to an endpoint and what waits, newest first")
    static final class Deliveries extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(OWN + Api.part(id) + "/deliveries?limit=100");
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "event_id",
                            "type",
                            "state",
                            "attempts",
                            "created_at",
                            "next_at",
                            "problem"));
        }
    }

    /** Again. */
    @Command(name = "replay", description = "sends again one event, or what has not arrived since a moment")
    static final class Replay extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Option(names = "--event-id", paramLabel = "EVENT")
        private String event;

        @Option(names = "--since", paramLabel = "MOMENT", description = "for example 2026-11-22T08:00:00Z")
        private String since;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    OWN + Api.part(id) + "/replay",
                    event == null
                            ? Api.object().put("since", since)
                            : Api.object().put("event_id", event));
            show(answer, () -> out().println(answer.path("replayed").asText() + " to be sent again"));
        }
    }

    /** The end of one. */
    @Command(name = "remove", description = "ends an endpoint and what was still to be sent to it")
    static final class Remove extends Client {
        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(ENDPOINTS + "/" + Api.part(id));
            show(answer, () -> out().println(id + " has ended"));
        }
    }
}
