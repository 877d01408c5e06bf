package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How often clips are watched, and what of it counts. */
@Command(
        name = "views",
        description = "says how often clips were watched, what of it counts and what is withheld",
        mixinStandardHelpOptions = true,
        subcommands = {
            ViewsCommand.Counts.class,
            ViewsCommand.Appeal.class,
            ViewsCommand.Appeals.class,
            ViewsCommand.Allow.class,
            ViewsCommand.Uphold.class,
            ViewsCommand.Withhold.class,
            ViewsCommand.Count.class,
            ViewsCommand.Month.class,
            ViewsCommand.Recompute.class,
            ViewsCommand.Corrections.class
        },
        synopsisSubcommandLabel = "list|appeal|appeals|allow|uphold|withhold|count|month|recompute|corrections")
final class ViewsCommand {
    private static final String VIEWS = "/api/v1/views";
    private static final String ADMIN = "/api/v1/admin/views/";

    /** What was seen. */
    @Command(
            name = "list",
            description = "lists your clips that were watched in a month, by verdict; for operators all")
    static final class Counts extends Client {
        @Option(names = "--month", paramLabel = "YYYY-MM", description = "without it this month")
        private String month;

        @Option(names = "--video", paramLabel = "ID", description = "only this one")
        private String video;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(VIEWS + "?limit=100" + (month == null ? "" : "&month=" + Api.part(month))
                    + (video == null ? "" : "&video=" + Api.part(video)));
            show(answer, () -> {
                for (JsonNode count : answer.path("data")) {
                    out().println(count.path("video").asText());
                    table(count.path("seen"), "verdict", "views", "micro_views", "withheld");
                }
            });
        }
    }

    /** An appeal. */
    @Command(name = "appeal", description = "asks that withheld views of a clip on a day be looked at again")
    static final class Appeal extends Client {
        @Parameters(index = "0", paramLabel = "VIDEO")
        private String video;

        @Parameters(index = "1", paramLabel = "YYYY-MM-DD")
        private String day;

        @Option(names = "--text", paramLabel = "TEXT", required = true, description = "why they are honest")
        private String text;

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("video", video).put("day", day).put("text", text);
            JsonNode answer = api.post(VIEWS + "/appeals", body);
            show(answer, () -> out().println(answer.path("id").asText() + "  "
                    + answer.path("state").asText()));
        }
    }

    /** All. */
    @Command(name = "appeals", description = "lists your appeals, the newest first; for operators all")
    static final class Appeals extends Client {
        @Option(names = "--state", paramLabel = "STATE", description = "open, allowed or upheld")
        private String state;

        @Override
        void run(Api api) {
            JsonNode answer =
                    api.get(VIEWS + "/appeals?limit=100" + (state == null ? "" : "&state=" + Api.part(state)));
            show(answer, () -> table(answer.path("data"), "id", "video", "day", "state", "text", "reason"));
        }
    }

    /** A decision about an appeal. */
    abstract static class Decision extends Client {
        @Parameters(index = "0", paramLabel = "APPEAL")
        private String id;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; kept in the audit")
        private String reason;

        abstract boolean allows();

        @Override
        void run(Api api) {
            ObjectNode body = Api.object().put("allow", allows()).put("reason", reason);
            JsonNode answer = api.post(ADMIN + "appeals/" + Api.part(id), body);
            show(answer, () -> out().println(id + " is " + answer.path("state").asText()));
        }
    }

    /** Yes. */
    @Command(name = "allow", description = "allows an appeal: the views count (operators)")
    static final class Allow extends Decision {
        @Override
        boolean allows() {
            return true;
        }
    }

    /** No. */
    @Command(name = "uphold", description = "answers an appeal with no: the views stay withheld (operators)")
    static final class Uphold extends Decision {
        @Override
        boolean allows() {
            return false;
        }
    }

    /** A decision about a clip's day. */
    abstract static class Ruling extends Client {
        @Parameters(index = "0", paramLabel = "VIDEO")
        private String video;

        @Parameters(index = "1", paramLabel = "YYYY-MM-DD")
        private String day;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; kept in the audit")
        private String reason;

        abstract boolean withholds();

        @Override
        void run(Api api) {
            ObjectNode body = Api.object()
                    .put("video", video)
                    .put("day", day)
                    .put("withhold", withholds())
                    .put("reason", reason);
            JsonNode answer = api.post(ADMIN + "rulings", body);
            show(answer, () -> out().println(
                            "views of " + video + " on " + day + (withholds() ? " are withheld" : " count")));
        }
    }

    /** They do not count. */
    @Command(name = "withhold", description = "withholds the views of a clip on a day (operators)")
    static final class Withhold extends Ruling {
        @Override
        boolean withholds() {
            return true;
        }
    }

    /** They count. */
    @Command(name = "count", description = "lets the views of a clip on a day count (operators)")
    static final class Count extends Ruling {
        @Override
        boolean withholds() {
            return false;
        }
    }

    /** A month as a whole. */
    @Command(name = "month", description = "says how a month stands: open, provisional or sealed, and its sums")
    static final class Month extends Client {
        @Parameters(paramLabel = "YYYY-MM")
        private String month;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(ADMIN + "months/" + Api.part(month));
            show(answer, () -> out().println(
                            month + " is " + answer.path("state").asText() + ": "
                                    + answer.path("valid").asLong() + " valid, "
                                    + answer.path("withheld").asLong() + " withheld, "
                                    + answer.path("invalid").asLong() + " invalid, "
                                    + answer.path("micro_views").asLong() + " micro-views"));
        }
    }

    /** Once more. */
    @Command(
            name = "recompute",
            description = "decides about a month again, from what players said alone, and compares (operators);"
                    + " exit code 1 if something is different")
    static final class Recompute extends Client {
        @Parameters(paramLabel = "YYYY-MM")
        private String month;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(ADMIN + "months/" + Api.part(month) + "/recompute", Api.object());
            show(answer, () -> {
                answer.path("differences").forEach(line -> out().println(line.asText()));
                out().println(answer.path("views").asLong() + " views, "
                        + answer.path("micro_views").asLong() + " micro-views, "
                        + answer.path("differences").size() + " differences");
            });
            if (!answer.path("differences").isEmpty()) {
                throw new Failure(Failure.REFUSED, month + " came out differently.");
            }
        }
    }

    /** Afterwards. */
    @Command(name = "corrections", description = "lists changes of sealed months, the oldest first (operators)")
    static final class Corrections extends Client {
        @Option(names = "--after", paramLabel = "N", defaultValue = "0", description = "number of the last one known")
        private long after;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(ADMIN + "corrections?limit=1000&after=" + after);
            show(answer, () -> table(answer.path("data"), "seq", "month", "video", "micro_views", "reason", "at"));
        }
    }
}
