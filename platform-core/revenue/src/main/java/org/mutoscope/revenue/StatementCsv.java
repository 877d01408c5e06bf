package org.mutoscope.revenue;

import java.util.Locale;
import org.mutoscope.revenue.StatementFacts.Line;
import org.mutoscope.revenue.StatementFacts.Paid;
import org.mutoscope.revenue.StatementFacts.Sum;
import org.mutoscope.revenue.StatementTable.Told;

/**
 * A statement as a table (RFC 4180), with a word in the first column that says what the row is. It names the hash of the statement in JSON, which the next
 * statement names too, and has a hash and a signature of its own: over the rows before {@code sha256}.
 */
final class StatementCsv {
    private final StringBuilder text = new StringBuilder();

    private StatementCsv() {}

    static String of(Told told, StatementFacts facts, Sum opening, Seal seal) {
        StatementCsv csv = new StatementCsv();
        csv.row(
                "statement",
                StatementText.FORMAT,
                told.number(),
                told.holder(),
                told.currency(),
                told.period(),
                told.rules());
        csv.row("span", told.from(), told.to(), told.madeAt());
        csv.row("previous", told.previous());
        csv.row("json_sha256", told.sha256());
        csv.sum("opening", opening);
        facts.sums().forEach(csv::sum);
        csv.sum("closing", facts.closing(opening));
        for (Paid paid : facts.payouts()) {
            csv.row("payout", paid.id(), paid.minor(), paid.withheld(), paid.provider(), paid.at(), paid.back());
        }
        csv.row(
                "head",
                "id",
                "seq",
                "period",
                "stream",
                "micros",
                "job",
                "subject",
                "cause",
                "units",
                "weight",
                "pool_total",
                "rate",
                "budget",
                "corrects",
                "by",
                "at",
                "release_at");
        for (Line line : facts.lines()) {
            csv.row(
                    "line",
                    line.id(),
                    line.seq(),
                    line.period(),
                    line.stream().toLowerCase(Locale.ROOT),
                    line.micros(),
                    line.job(),
                    line.subject(),
                    line.cause(),
                    line.units(),
                    line.weight(),
                    line.poolTotal(),
                    line.rate(),
                    line.budget(),
                    line.corrects(),
                    line.by(),
                    line.at(),
                    line.releaseAt());
        }
        String hash = Seal.hash(csv.text.toString());
        csv.row("sha256", hash);
        csv.row("key", seal.open());
        csv.row("signature", seal.sign(hash));
        return csv.text.toString();
    }

    private void sum(String name, Sum sum) {
        row("sum", name, sum.hold(), sum.pay());
    }

    private void row(Object... fields) {
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : ",").append(field(fields[i]));
        }
        text.append("\r\n");
    }

    /** A text that a spreadsheet would take for a formula begins with an apostrophe. */
    private static String field(Object value) {
        if (value == null) {
            return "";
        }
        String plain = value.toString();
        String harmless = !(value instanceof Number) && plain.matches("(?s)[=+@\\t\\r-].*") ? "'" + plain : plain;
        return harmless.matches("(?s).*[\",\\r\\n].*") ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
