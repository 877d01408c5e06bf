package org.mutoscope.revenue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Files of income and their lines. */
final class ImportTable {
    private static final String LINES =
            "select id, import_id, line, source, ref, period, currency, minor, asset, corrects, root, at from revenue_import_line";
    private static final String FILES = "select id, source, sha256, lines, fresh, at from revenue_import";

    private ImportTable() {}

    /** A line and the beginning of its chain of corrections. */
    record Known(Imports.Line line, String root) {
        boolean same(ImportLine other) {
            return line.period().equals(other.period())
                    && line.currency().equals(other.currency())
                    && line.minor() == other.minor()
                    && line.asset().equals(other.asset())
                    && java.util.Objects.equals(line.corrects(), other.corrects());
        }
    }

    static Optional<Imports.Taken> file(Transaction tx, String source, String sha256) {
        return tx.first(FILES + " where source = ? and sha256 = ?", row -> taken(row, true), source, sha256);
    }

    static List<Imports.Taken> files(Transaction tx, int limit) {
        return tx.query(FILES + " order by seq desc fetch first ? rows only", row -> taken(row, false), limit);
    }

    static void insert(Transaction tx, Imports.Taken file) {
        tx.update(
                "insert into revenue_import (id, source, sha256, lines, fresh, at) values (?, ?, ?, ?, ?, ?)",
                file.id(),
                file.source(),
                file.sha256(),
                file.lines(),
                file.fresh(),
                file.at());
    }

    static void insert(Transaction tx, String importId, ImportLine line, String root) {
        tx.update(
                "insert into revenue_import_line (import_id, line, source, ref, period, currency, minor, asset, corrects, root, at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                importId,
                line.number(),
                line.source(),
                line.reference(),
                line.period(),
                line.currency(),
                line.minor(),
                line.asset(),
                line.corrects(),
                root,
                tx.now());
    }

    static Optional<Known> line(Transaction tx, String source, String reference) {
        return tx.first(
                LINES + " where source = ? and ref = ?",
                row -> new Known(of(row), row.text("root")),
                source,
                reference);
    }

    static List<Imports.Line> lines(Transaction tx, String period, long after, int limit) {
        return tx.query(
                LINES + " where period = ? and id > ? order by id fetch first ? rows only",
                ImportTable::of,
                period,
                after,
                limit);
    }

    /** Minor units that a chain of corrections makes. */
    static long sum(Transaction tx, String source, String root) {
        return tx.first(
                        "select coalesce(sum(minor), 0) n from revenue_import_line where source = ? and root = ?",
                        row -> row.number("n"),
                        source,
                        root)
                .orElseThrow();
    }

    /** Whether money of a month before this one waits for it to be closed. */
    static Optional<String> openBefore(Transaction tx, String period) {
        return tx.first(
                        "select min(period) p from revenue_import_line where period < ? and period not in (select period from revenue_month"
                                + " where state = 'CLOSED')",
                        row -> Optional.ofNullable(row.text("p")),
                        period)
                .orElseThrow();
    }

    /** The pool that an asset's money goes into. */
    static String pool(String asset) {
        if (asset.equals(Imports.UNATTRIBUTED)) {
            return RunTable.VIEWS;
        }
        return asset.startsWith(Imports.INVOICE) ? RunTable.LICENCES : RunTable.ADS;
    }

    /** Who has a claim on the money of a line: the split of its clip as it stands, or the contract of its invoice. */
    static Map<String, Long> claims(Transaction tx, String cause) {
        int colon = cause.indexOf(':');
        String source = cause.substring("import ".length(), colon);
        String asset = line(tx, source, cause.substring(colon + 1))
                .orElseThrow()
                .line()
                .asset();
        if (asset.startsWith(Imports.INVOICE)) {
            long number = Long.parseLong(asset.substring(Imports.INVOICE.length()));
            return DealTable.claims(tx, number);
        }
        Map<String, Long> claims = new TreeMap<>();
        tx.query(
                "select holder, ppm from revenue_split where job_id = ? and version = (select max(version) from revenue_split where job_id = ?)",
                row -> claims.put(row.text("holder"), row.number("ppm")),
                asset,
                asset);
        return claims;
    }

    static boolean hasSplit(Transaction tx, String jobId) {
        return !tx.query(
                        "select job_id from revenue_split where job_id = ? fetch first 1 rows only", row -> true, jobId)
                .isEmpty();
    }

    private static Imports.Taken taken(Row row, boolean again) {
        return new Imports.Taken(
                row.text("id"),
                row.text("source"),
                row.text("sha256"),
                (int) row.number("lines"),
                (int) row.number("fresh"),
                again,
                row.moment("at"));
    }

    private static Imports.Line of(Row row) {
        return new Imports.Line(
                row.number("id"),
                row.text("import_id"),
                (int) row.number("line"),
                row.text("source"),
                row.text("ref"),
                row.text("period"),
                row.text("currency"),
                row.number("minor"),
                row.text("asset"),
                row.text("corrects"),
                row.moment("at"));
    }
}
