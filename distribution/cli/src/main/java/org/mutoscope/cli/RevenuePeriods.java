package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of {@code mutoscope revenue} that is about income from outside and months. */
final class RevenuePeriods {
    static final String ADMIN = "/api/v1/admin/revenue/";

    private RevenuePeriods() {}

    /** Takes a file. */
    @Command(
            name = "import",
            description =
                    "takes income from outside, a CSV or JSON file that its source has signed; all of it or nothing (operators)",
            mixinStandardHelpOptions = true)
    static final class Import extends Client {
        @Parameters(paramLabel = "FILE")
        private Path file;

        @Option(names = "--source", paramLabel = "NAME", required = true, description = "who signed it, as configured")
        private String source;

        @Option(
                names = "--signature",
                paramLabel = "TEXT",
                description = "hmac-sha256=HEX or ed25519=BASE64, as it came with the file")
        private String signature;

        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                description = "file with the secret shared with the source, to sign here what came by a way you trust")
        private Path secret;

        @Override
        void run(Api api) {
            byte[] bytes = read(file);
            String type = file.getFileName().toString().endsWith(".json") ? "application/json" : "text/csv";
            JsonNode answer =
                    api.sendSigned(ADMIN + "imports?source=" + Api.part(source), type, bytes, signature(bytes));
            show(answer, () -> out().println(answer.path("id").asText() + "  "
                    + (answer.path("again").asBoolean()
                            ? "was taken before; nothing changed"
                            : answer.path("new_lines").asInt() + " of "
                                    + answer.path("lines").asInt() + " lines are new")));
        }

        private String signature(byte[] bytes) {
            if ((signature == null) == (secret == null)) {
                throw new Failure(Failure.USAGE, "give --signature or --secret-file, one of them");
            }
            if (signature != null) {
                return signature;
            }
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                String shared = new String(read(secret), StandardCharsets.UTF_8).strip();
                mac.init(new SecretKeySpec(shared.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return "hmac-sha256=" + HexFormat.of().formatHex(mac.doFinal(bytes));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new Failure(Failure.USAGE, secret + " holds no secret");
            }
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new Failure(Failure.FILE, file + " cannot be read: " + e.getMessage());
            }
        }
    }

    /** What came. */
    @Command(
            name = "imports",
            description = "lists files of income, or the lines of a month (operators, auditors)",
            mixinStandardHelpOptions = true)
    static final class Imports extends Client {
        @Parameters(paramLabel = "MONTH", arity = "0..1", description = "as 2026-11")
        private String month;

        @Override
        void run(Api api) {
            String query = month == null ? "" : "&period=" + Api.part(month);
            JsonNode answer = api.get(ADMIN + "imports?limit=1000" + query);
            show(answer, () -> {
                if (month == null) {
                    table(answer.path("data"), "id", "source", "lines", "new_lines", "at");
                } else {
                    table(answer.path("data"), "reference", "source", "currency", "net_minor", "asset", "corrects");
                }
            });
        }
    }

    /** Shares a month. */
    @Command(
            name = "close",
            description = "shares what a month earned; again it takes up what was left or waits (operators)",
            mixinStandardHelpOptions = true)
    static final class Close extends Client {
        @Parameters(paramLabel = "MONTH", description = "as 2026-11; it must be over")
        private String month;

        @Option(names = "--provisional", description = "with counts of views that can still change")
        private boolean provisional;

        @Override
        void run(Api api) {
            JsonNode answer = api.post(
                    ADMIN + "months/" + Api.part(month) + "/close", Api.object().put("provisional", provisional));
            int waits = answer.path("suspended").asInt();
            show(answer, () -> out().println(month + " is "
                    + answer.path("state").asText()
                    + (waits == 0 ? "" : "; " + waits + " wait in suspense: mutoscope revenue month " + month)));
        }
    }

    /** Months. */
    @Command(
            name = "month",
            description = "lists months that were closed, or what of one was shared (operators, auditors)",
            mixinStandardHelpOptions = true)
    static final class Month extends Client {
        @Parameters(paramLabel = "MONTH", arity = "0..1", description = "as 2026-11")
        private String month;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(ADMIN + "months" + (month == null ? "" : "/" + Api.part(month)));
            show(answer, () -> {
                if (month == null) {
                    table(answer.path("data"), "period", "state", "provisional", "suspended", "closed_at");
                } else {
                    table(
                            answer.path("data"),
                            "pool",
                            "currency",
                            "cause",
                            "micros",
                            "shared",
                            "made_by",
                            "state",
                            "reason");
                }
            });
        }
    }
}
