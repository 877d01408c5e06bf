package org.mutoscope.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mutoscope.storage.jdbc.JdbcStorage;

/** Whoever adds a table about accounts, jobs or what they made says here what its owner gets of it and what becomes of it when the account leaves. */
class SheetsTest {
    private static final Set<String> NAMES = Set.of(
            "account_id",
            "job_id",
            "principal_id",
            "storyboard_id",
            "subject_id",
            "owner_id",
            "endpoint_id",
            "purchase_id",
            "hold_id");

    @Test
    void everyTableAboutAccountsIsHandedOverOrItIsSaidWhyNot() {
        String told = Sheets.ALL.stream().map(Sheet::sql).collect(Collectors.joining(" "));
        Set<String> missing = new TreeSet<>();
        for (String table : tables()) {
            if (!mentions(told, table) && !Sheets.NOT_TOLD.containsKey(table) && !Erasure.KEPT.containsKey(table)) {
                missing.add(table);
            }
        }
        assertEquals(Set.of(), missing, "add them to Sheets.ALL, or to Sheets.NOT_TOLD with a reason");
    }

    @Test
    void everyTableAboutAccountsIsEmptiedOrItIsSaidWhyNot() {
        String done = String.join(" ", Erasure.STATEMENTS);
        Set<String> missing = new TreeSet<>();
        for (String table : tables()) {
            if (!done.contains("delete from " + table + " ")
                    && !done.contains("update " + table + " ")
                    && !Erasure.KEPT.containsKey(table)) {
                missing.add(table);
            }
        }
        assertEquals(Set.of(), missing, "add them to Erasure.STATEMENTS, or to Erasure.KEPT with a reason");
    }

    private static boolean mentions(String sql, String table) {
        return sql.contains("from " + table + " ") || sql.contains("join " + table + " ");
    }

    private static Set<String> tables() {
        JdbcStorage storage = Database.H2.empty();
        Set<String> tables = new TreeSet<>(storage
                .read(tx -> tx.query(
                        "select table_name, column_name from information_schema.columns where lower(table_schema) = 'public'",
                        row -> NAMES.contains(row.text("column_name").toLowerCase(Locale.ROOT))
                                ? row.text("table_name").toLowerCase(Locale.ROOT)
                                : ""))
                .stream()
                .filter(name -> !name.isEmpty())
                .toList());
        assertTrue(tables.size() >= 30, tables.toString());
        return tables;
    }
}
