package org.mutoscope.storage.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What a changing statement does to unique keys, as far as its text tells. */
enum InsertKind {
    /** Inserts one row of values. */
    ONE_ROW,
    /** Inserts any number of rows. */
    MANY_ROWS,
    /** Is no insert. */
    NONE;

    private static final Pattern INSERT = Pattern.compile("\\s*insert\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ONE = Pattern.compile(
            "\\s*insert\\s+into\\s+\\w+\\s*\\([^()]*\\)\\s*values\\s*\\((.*)\\)\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NEXT_ROW = Pattern.compile("\\)\\s*,\\s*\\(");
    private static final Map<String, InsertKind> KNOWN = new ConcurrentHashMap<>();

    /** The kind of a statement. Statements are constants, so each is looked at once. */
    static InsertKind of(String sql) {
        InsertKind known = KNOWN.get(sql);
        if (known == null) {
            known = look(sql);
            if (KNOWN.size() < 10_000) {
                KNOWN.put(sql, known);
            }
        }
        return known;
    }

    private static InsertKind look(String sql) {
        if (!INSERT.matcher(sql).matches()) {
            return NONE;
        }
        boolean one = ONE.matcher(sql).matches()
                && !NEXT_ROW.matcher(sql).find()
                && !sql.toLowerCase(java.util.Locale.ROOT).contains("conflict");
        return one ? ONE_ROW : MANY_ROWS;
    }
}
