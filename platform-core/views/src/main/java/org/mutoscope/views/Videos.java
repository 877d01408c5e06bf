package org.mutoscope.views;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** Videos, who made them, and who holds something in them. */
final class Videos {
    private Videos() {}

    /** @throws Problem unless it is finished and there */
    static Void finished(Transaction tx, String jobId) {
        boolean[] gone = {false, false};
        String state = tx.first(
                        "select state, files_gone, deleted_at from job where id = ?",
                        row -> {
                            gone[0] = row.moment("deleted_at") != null;
                            gone[1] = row.flag("files_gone");
                            return row.text("state");
                        },
                        jobId)
                .orElse(null);
        if (state == null || gone[0]) {
            throw missing();
        }
        if (!state.equals("COMPLETED")) {
            throw new Problem(Code.VIDEO_NOT_READY, "This video is not finished, so nobody can watch it.");
        }
        if (gone[1]) {
            throw new Problem(Code.VIDEO_EXPIRED, "The files of this video were deleted when their time had come.");
        }
        return null;
    }

    /** @throws Problem {@code video_not_found} unless the caller made it, holds something in it, or runs the installation */
    static void require(Transaction tx, Caller by, String jobId) {
        String mine =
                "select id from job where id = ? and (account_id = ? or id in (select job_id from rights_use where"
                        + " holder = ?))";
        boolean there = oversees(by)
                ? tx.first("select id from job where id = ?", row -> row.text("id"), jobId)
                        .isPresent()
                : tx.first(mine, row -> row.text("id"), jobId, by.accountId(), by.accountId())
                        .isPresent();
        if (!there) {
            throw missing();
        }
    }

    static boolean oversees(Caller by) {
        return by.may(Role.OPERATOR, Role.AUDITOR);
    }

    private static Problem missing() {
        return new Problem(Code.VIDEO_NOT_FOUND, "There is no such video.", "video", null);
    }

    /** Makers and lengths of the videos that were watched on a day. */
    static Map<String, Facts.Video> of(Transaction tx, LocalDate day) {
        Map<String, Facts.Video> videos = new HashMap<>();
        tx.query(
                "select id, account_id, seconds from job where id in (select job_id from view_event where on_day = ?)",
                row -> videos.put(
                        row.text("id"), new Facts.Video(row.text("account_id"), row.number("seconds") * 1_000)),
                day.toString());
        return videos;
    }

    /** Accounts that are paid for a video that was watched on a day: its maker and holders, and those of the video it was made from. */
    static Map<String, Set<String>> holders(Transaction tx, LocalDate day) {
        String watched = " in (select job_id from view_event where on_day = ?)";
        Map<String, Set<String>> holders = new HashMap<>();
        tx.query(
                "select id, account_id holder from job where id" + watched
                        + " union select job_id, holder from rights_use where job_id" + watched
                        + " union select j.id, p.account_id from job j join job p on p.id = j.parent_job where j.id"
                        + watched
                        + " union select j.id, u.holder from job j join rights_use u on u.job_id = j.parent_job where"
                        + " j.id"
                        + watched,
                row -> holders.computeIfAbsent(row.text("id"), id -> new HashSet<>())
                        .add(row.text("holder")),
                day.toString(),
                day.toString(),
                day.toString(),
                day.toString());
        return holders;
    }
}
