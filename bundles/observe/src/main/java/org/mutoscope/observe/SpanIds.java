package org.mutoscope.observe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.mutoscope.core.observe.Traces.Span;
import org.mutoscope.core.observe.Traces.Where;
import org.mutoscope.core.observe.Trail;

/**
 * The ids of a span, in hexadecimal digits as W3C Trace Context has them: they follow from the job, so that its spans find each other without anybody keeping them.
 *
 * @param trace 32 digits: of the request, or made from the job's id
 * @param parent 16 digits, or null for a span that begins its trace
 * @param own 16 digits
 * @param sampled whether it is to be told: the request may forbid it, and of all others the given percentage is
 */
record SpanIds(String trace, String parent, String own, boolean sampled) {
    private static final int HUNDRED = 100;

    static SpanIds of(Where where, Span span, int percent) {
        boolean given = Trail.valid(where.parent());
        String trace = given ? where.parent().substring(3, 35) : id("trace " + where.job(), 32);
        boolean allowed = !given || (Integer.parseInt(where.parent().substring(53, 55), 16) & 1) == 1;
        boolean chosen = Long.parseLong(trace.substring(18), 16) % HUNDRED < percent;
        String job = id(where.job(), 16);
        if (where.within() == null && org.mutoscope.core.observe.Traces.JOB.equals(span.name())) {
            return new SpanIds(trace, given ? where.parent().substring(36, 52) : null, job, allowed && chosen);
        }
        String parent = where.within() == null ? job : id(where.job() + "/" + where.within(), 16);
        String own = span.key() == null ? random() : id(where.job() + "/" + span.key(), 16);
        return new SpanIds(trace, parent, own, allowed && chosen);
    }

    private static String id(String text, int digits) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, digits / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Never all zeros, which would be none. */
    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }
}
