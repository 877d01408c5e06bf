package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What is logged, for a while. */
@Command(
        name = "log",
        description = {
            "changes for a while what is logged, for example: log DEBUG org.mutoscope.jobs --for 10m;",
            "without LEVEL lists what is changed (operators)"
        },
        subcommands = LogVerifyCommand.class)
final class LogCommand extends Client {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "TRACE, DEBUG, INFO, WARN, ERROR or OFF; BACK for what logback.xml says")
    private String level;

    @Parameters(index = "1", arity = "0..1", paramLabel = "LOGGER", description = "for example org.mutoscope.jobs")
    private String logger;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = Span.class,
            description = "30s, 10m or 2h, at most 24h; then it returns by itself (default: ${DEFAULT-VALUE})")
    private Duration lasts;

    @Option(names = "--secrets", description = "accept that keys and prompts may come into the log")
    private boolean secrets;

    @Override
    void run(Api api) {
        if (level == null) {
            JsonNode answer = api.get("/api/v1/admin/log");
            show(answer, () -> table(answer.path("data"), "logger", "level", "before", "until"));
        } else if (logger == null) {
            throw new Failure(Failure.USAGE, "name a logger, for example: mutoscope log DEBUG org.mutoscope.jobs");
        } else if (level.equalsIgnoreCase("back")) {
            JsonNode answer = api.delete("/api/v1/admin/log/" + Api.part(logger));
            show(answer, () -> out().println(logger + " is logged as logback.xml says"));
        } else {
            change(api);
        }
    }

    private void change(Api api) {
        ObjectNode wish = Api.object()
                .put("logger", logger)
                .put("level", level)
                .put("seconds", lasts.toSeconds())
                .put("secrets", secrets);
        JsonNode answer = api.post("/api/v1/admin/log", wish);
        show(answer, () -> out().println(answer.path("logger").asText() + " is logged at "
                + answer.path("level").asText() + " until "
                + answer.path("until").asText()));
    }

    /** A number and its unit. */
    static final class Span implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smh])");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("a time is written 30s, 10m or 2h, not " + text);
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
    }
}
