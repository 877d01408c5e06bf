package org.mutoscope.revenue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.core.revenue.Revenue.Part;
import org.mutoscope.core.storage.Transaction;

/**
 * How the income of a video is divided: first the holders of the video it was made from, by that one's own split, then the holders of what it uses, by the
 * {@code percentage} of their grants out of what is left, and the creator has the rest. Written once with the settlement.
 */
final class Splits {
    static final long WHOLE = 1_000_000;
    static final String CREATOR = "creator";
    static final String SUBJECT = "subject";
    static final String PARENT = "parent";

    private static final String LATEST =
            "select holder, ppm, why from revenue_split s where job_id = ? and version = (select max(version) from revenue_split where job_id = s.job_id)"
                    + " order by holder";
    private static final String USED =
            "select u.holder, g.terms from rights_use u join rights_grant g on g.id = u.grant_id where u.job_id = ? order by u.grant_id";

    private Splits() {}

    /** As it stands, in the order of the holders; empty if none was written. */
    static List<Part> of(Transaction tx, String jobId) {
        return tx.query(LATEST, row -> new Part(row.text("holder"), row.number("ppm"), row.text("why")), jobId);
    }

    /** What each holder has of a video, in millionths that make a whole. */
    static Map<String, Long> weights(Transaction tx, String jobId) {
        Map<String, Long> weights = new TreeMap<>();
        of(tx, jobId).forEach(part -> weights.put(part.holder(), part.ppm()));
        return weights;
    }

    /** Writes the first version, unless there is one. */
    static void write(Transaction tx, String jobId, String creator, long parentPpm) {
        if (!of(tx, jobId).isEmpty()) {
            return;
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        long left = WHOLE;
        for (Map.Entry<String, Long> part : parents(tx, jobId, parentPpm).entrySet()) {
            left -= put(parts, new Part(part.getKey(), part.getValue(), PARENT));
        }
        for (Map.Entry<String, Long> part : subjects(tx, jobId, left).entrySet()) {
            left -= put(parts, new Part(part.getKey(), part.getValue(), SUBJECT));
        }
        if (left > 0) {
            put(parts, new Part(creator, left, CREATOR));
        }
        for (Part part : parts.values()) {
            tx.update(
                    "insert into revenue_split (job_id, version, holder, ppm, why, at) values (?, 1, ?, ?, ?, ?)",
                    jobId,
                    part.holder(),
                    part.ppm(),
                    part.why(),
                    tx.now());
        }
    }

    /** Who has two parts has their sum. */
    private static long put(Map<String, Part> parts, Part part) {
        parts.merge(part.holder(), part, (one, more) -> new Part(one.holder(), one.ppm() + more.ppm(), more.why()));
        return part.ppm();
    }

    private static Map<String, Long> parents(Transaction tx, String jobId, long parentPpm) {
        Optional<String[]> parent = tx.first(
                "select p.id, p.account_id from job j join job p on p.id = j.parent_job where j.id = ?",
                row -> new String[] {row.text("id"), row.text("account_id")},
                jobId);
        if (parent.isEmpty() || parentPpm == 0) {
            return Map.of();
        }
        Map<String, Long> sheet = weights(tx, parent.get()[0]);
        return Allocator.divide(parentPpm, sheet.isEmpty() ? Map.of(parent.get()[1], WHOLE) : sheet, jobId);
    }

    /** What holders were promised; if that is more than there is, each has less in proportion. */
    private static Map<String, Long> subjects(Transaction tx, String jobId, long left) {
        Map<String, Long> hundredths = new TreeMap<>();
        List<String[]> used = tx.query(USED, row -> new String[] {row.text("holder"), row.text("terms")}, jobId);
        for (String[] use : used) {
            long share = share(use[1]);
            if (share > 0) {
                hundredths.merge(use[0], share, Math::addExact);
            }
        }
        long all = hundredths.values().stream().mapToLong(Long::longValue).sum();
        if (all > 100) {
            return Allocator.divide(left, hundredths, jobId);
        }
        Map<String, Long> parts = new TreeMap<>();
        hundredths.forEach((holder, share) -> {
            if (left * share / 100 > 0) {
                parts.put(holder, left * share / 100);
            }
        });
        return parts;
    }

    private static long share(String terms) {
        return terms.lines()
                .filter(line -> line.startsWith(LicenceTerms.SHARE + "="))
                .map(line -> line.substring(LicenceTerms.SHARE.length() + 1))
                .filter(number -> number.matches("[0-9]{1,3}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
