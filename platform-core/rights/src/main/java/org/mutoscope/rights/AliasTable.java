package org.mutoscope.rights;

import java.util.List;
import java.util.stream.Collectors;
import org.mutoscope.core.rights.Rights.Alias;
import org.mutoscope.core.rights.Rights.NewAlias;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of names. */
final class AliasTable {
    private AliasTable() {}

    static void insert(Transaction tx, Alias alias) {
        NewAlias name = alias.name();
        tx.update(
                "insert into rights_alias (id, subject_id, text, language, flags, min_length, allowed, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                alias.id(),
                alias.subjectId(),
                name.text(),
                name.language(),
                name.flags().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")),
                name.minLength(),
                String.join("\n", name.allowedPhrases()),
                tx.now());
    }

    static List<Alias> list(Transaction tx, String subjectId) {
        return tx.query(
                "select id, subject_id, text, language, flags, min_length, allowed from rights_alias"
                        + " where subject_id = ? order by seq",
                AliasTable::alias,
                subjectId);
    }

    static long count(Transaction tx, String subjectId) {
        return tx.first("select count(*) n from rights_alias where subject_id = ?", row -> row.number("n"), subjectId)
                .orElse(0L);
    }

    static boolean delete(Transaction tx, String subjectId, String id) {
        return tx.update("delete from rights_alias where subject_id = ? and id = ?", subjectId, id) == 1;
    }

    private static Alias alias(Row row) {
        return new Alias(
                row.text("id"),
                row.text("subject_id"),
                new NewAlias(
                        row.text("text"),
                        row.text("language"),
                        Catalogue.flags(row.text("flags")),
                        (int) row.number("min_length"),
                        row.text("allowed")
                                .lines()
                                .filter(line -> !line.isEmpty())
                                .toList()));
    }
}
