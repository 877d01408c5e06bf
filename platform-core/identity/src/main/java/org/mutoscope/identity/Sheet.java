package org.mutoscope.identity;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/**
 * Rows of one kind that belong to an account.
 *
 * @param name as the owner sees it
 * @param sql reads them for an account; behind it stands what selects one page
 * @param key a whole number by which they are in order
 * @param columns names; {@code #} behind one that holds whole numbers, {@code ?} yes or no, {@code @} moments, {@code %} ids; text otherwise
 */
record Sheet(String name, String sql, String key, List<String> columns) {
    private static final int PAGE = 500;
    /** Name of the key in a page; not shown. */
    private static final String PLACE = "place";

    static Sheet of(String name, String columns, String from, String key) {
        List<String> marked = List.of(columns.split(" "));
        List<String> selected = marked.stream().map(Sheet::bare).toList();
        String sql = "select " + String.join(", ", selected) + ", " + key + " as " + PLACE + " from " + from;
        return new Sheet(name, sql, key, marked.stream().map(Sheet::shown).toList());
    }

    /** Without mark. */
    private static String bare(String column) {
        return column.replaceAll("[#?@%]$", "");
    }

    /** Without the name of its table. */
    private static String shown(String column) {
        return column.substring(column.indexOf('.') + 1);
    }

    /** One page: its rows, and where the next begins. */
    Page page(Transaction tx, String account, long after) {
        long[] last = {after};
        // With ties: several rows may have one key, and the next page begins behind it.
        List<Map<String, Object>> rows = tx.query(
                sql + " and " + key + " > ? order by " + key + " fetch first " + PAGE + " rows with ties",
                row -> {
                    last[0] = row.number(PLACE);
                    return read(row);
                },
                account,
                after);
        return new Page(rows, last[0], rows.size() >= PAGE);
    }

    private Map<String, Object> read(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String column : columns) {
            String name = bare(column);
            Object value =
                    switch (column.charAt(column.length() - 1)) {
                        case '#' -> row.numberOrNull(name);
                        case '?' -> row.flag(name);
                        case '@' -> moment(row.moment(name));
                        case '%' -> String.valueOf(row.uuid(name));
                        default -> row.text(name);
                    };
            values.put(name, value);
        }
        return values;
    }

    private static String moment(Instant at) {
        return at == null ? null : at.toString();
    }

    record Page(List<Map<String, Object>> rows, long last, boolean more) {}
}
