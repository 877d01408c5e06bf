package org.mutoscope.storage.jdbc;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What the codes of the two drivers mean. */
final class SqlFaults {
    private static final Set<String> GONE = Set.of(
            "57P01", "57P02", "57P03", "53300", // PostgreSQL: shutting down, crashed, starting, too many connections
            "90028", "90031", "90030", "90067", "90098", "90121", "90131"); // H2: input/output, corrupt, broken, closed
    private static final Pattern H2_CONSTRAINT = Pattern.compile("constraint violation: \"?([A-Za-z0-9_.]+)");
    private static final Pattern QUOTED =
            Pattern.compile("[\"\u00ab\u00bb]([A-Za-z0-9_]+)[\"\u00ab\u00bb][^\"\u00ab\u00bb]*$");

    private SqlFaults() {}

    static boolean isDuplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    /** Another transaction was in the way: doing the same again may well succeed. */
    static boolean isTransient(SQLException e) {
        return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
    }

    /** The database is not there any more, as opposed to not liking a statement. */
    static boolean isGone(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || GONE.contains(state) || isDiskFull(e);
    }

    static boolean isDiskFull(Throwable fault) {
        for (Throwable t = fault; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
            boolean full = t instanceof SQLException && "53100".equals(((SQLException) t).getSQLState());
            if (full
                    || message.contains("no space left")
                    || message.contains("disk full")
                    || message.contains("not enough space")) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the caller gets to see. The driver's own text stays out where it may hold the values of the row: a prompt must not reach a log.
     */
    static RuntimeException named(String sql, SQLException e) {
        if (isGone(e)) {
            return unavailable(e);
        }
        String state = state(e);
        boolean aboutValues = state.startsWith("22") || state.startsWith("23");
        String what = state.startsWith("23") ? "constraint " + constraint(e) + " refused" : "the database refused";
        return new StatementFailed(what + " [SQLSTATE " + state + "] " + sql, aboutValues ? null : e);
    }

    static Problem unavailable(Throwable e) {
        return isDiskFull(e)
                ? new Problem(Code.DISK_FULL, "the disk that holds the database is full; nothing was changed", null, e)
                : new Problem(Code.STORAGE_UNAVAILABLE, "the database cannot be reached; nothing was changed", null, e);
    }

    private static String state(SQLException e) {
        return String.valueOf(e.getSQLState());
    }

    private static String constraint(SQLException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        Matcher h2 = H2_CONSTRAINT.matcher(line);
        if (h2.find()) {
            return h2.group(1);
        }
        Matcher postgres = QUOTED.matcher(line);
        return postgres.find() ? postgres.group(1) : "(unnamed)";
    }
}
