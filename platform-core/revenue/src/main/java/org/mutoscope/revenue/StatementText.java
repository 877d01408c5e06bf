package org.mutoscope.revenue;

import java.util.StringJoiner;
import org.mutoscope.revenue.StatementFacts.Line;
import org.mutoscope.revenue.StatementFacts.Paid;
import org.mutoscope.revenue.StatementFacts.Sum;
import org.mutoscope.revenue.StatementTable.Told;

/**
 * A statement as text, the same characters for the same facts, in JSON with one line for each fact. What is hashed are the characters before the
 * line that begins with {@code "sha256"}; what is signed is the hash, in hexadecimal.
 */
final class StatementText {
    static final String FORMAT = "mutoscope-statement-1";

    private final Told told;
    private final StatementFacts facts;
    private final Sum opening;

    StatementText(Told told, StatementFacts facts, Sum opening) {
        this.told = told;
        this.facts = facts;
        this.opening = opening;
    }

    /** What is hashed. */
    String content() {
        StringBuilder text = new StringBuilder("{\n");
        text.append(pairs(
                        ",\n",
                        "format",
                        FORMAT,
                        "number",
                        told.number(),
                        "holder",
                        told.holder(),
                        "currency",
                        told.currency(),
                        "period",
                        told.period(),
                        "rules",
                        told.rules(),
                        "from",
                        told.from(),
                        "to",
                        told.to(),
                        "made_at",
                        told.madeAt(),
                        "previous",
                        told.previous()))
                .append(",\n\"sums\":{\n");
        StringJoiner sums = new StringJoiner(",\n");
        sums.add(sum("opening", opening));
        facts.sums().forEach((name, sum) -> sums.add(sum(name, sum)));
        sums.add(sum("closing", facts.closing(opening)));
        text.append(sums).append("},\n\"payouts\":[");
        StringJoiner payouts = new StringJoiner(",", "", "],\n\"lines\":[");
        facts.payouts().forEach(paid -> payouts.add("\n{" + payout(paid) + "}"));
        text.append(payouts);
        StringJoiner lines = new StringJoiner(",", "", "],\n");
        facts.lines().forEach(line -> lines.add("\n{" + line(line) + "}"));
        return text.append(lines).toString();
    }

    /** The whole file. */
    String file(String key) {
        return content() + pairs(",\n", "sha256", told.sha256(), "key", key, "signature", told.signature()) + "\n}\n";
    }

    private static String sum(String name, Sum sum) {
        return quoted(name) + ":{" + pairs(",", "on_hold", sum.hold(), "payable", sum.pay()) + "}";
    }

    private static String payout(Paid paid) {
        return pairs(
                ",",
                "id",
                paid.id(),
                "minor",
                paid.minor(),
                "withheld",
                paid.withheld(),
                "provider",
                paid.provider(),
                "at",
                paid.at(),
                "back",
                paid.back());
    }

    private static String line(Line line) {
        return pairs(
                ",",
                "id",
                line.id(),
                "seq",
                line.seq(),
                "period",
                line.period(),
                "stream",
                line.stream().toLowerCase(java.util.Locale.ROOT),
                "job",
                line.job(),
                "subject",
                line.subject(),
                "cause",
                line.cause(),
                "units",
                line.units(),
                "weight",
                line.weight(),
                "pool_total",
                line.poolTotal(),
                "rate",
                line.rate(),
                "budget",
                line.budget(),
                "micros",
                line.micros(),
                "corrects",
                line.corrects(),
                "by",
                line.by(),
                "at",
                line.at(),
                "release_at",
                line.releaseAt());
    }

    private static String pairs(String between, Object... pairs) {
        StringJoiner text = new StringJoiner(between);
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            boolean bare = value == null || value instanceof Number || value instanceof Boolean;
            text.add(quoted((String) pairs[i]) + ":" + (bare ? String.valueOf(value) : quoted(value.toString())));
        }
        return text.toString();
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
