package org.mutoscope.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * The part of a file that a Range header asks for (RFC 9110, 14.2). What is no single range of bytes is answered with the whole file, as
 * the RFC allows.
 *
 * @param from first byte
 * @param length number of bytes
 * @param whole whether it is the whole file, answered 200
 */
record ByteRange(long from, long length, boolean whole) {
    private static final Pattern SINGLE = Pattern.compile("\\s*bytes\\s*=\\s*([0-9]*)\\s*-\\s*([0-9]*)\\s*");
    private static final int DIGITS = 18;

    /** @throws Problem {@code range_not_satisfiable} if it begins behind the end */
    static ByteRange of(String header, long size) {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header);
        ByteRange all = new ByteRange(0, size, true);
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return all;
        }
        long last = number(matcher.group(2));
        if (matcher.group(1).isEmpty()) {
            long length = Math.min(size, last);
            return within(size - length, size - 1, size);
        }
        long first = number(matcher.group(1));
        if (!matcher.group(2).isEmpty() && last < first) {
            return all;
        }
        return within(first, matcher.group(2).isEmpty() ? size - 1 : Math.min(last, size - 1), size);
    }

    private static ByteRange within(long first, long last, long size) {
        if (first >= size || last < first) {
            throw new Problem(
                    Code.RANGE_NOT_SATISFIABLE,
                    "The file has " + size + " bytes; the range begins behind its end or is empty.",
                    "Range",
                    null);
        }
        return new ByteRange(first, last - first + 1, false);
    }

    private static long number(String digits) {
        if (digits.isEmpty()) {
            return 0;
        }
        return digits.length() > DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
