package org.mutoscope.rest;

import java.util.List;
import java.util.Locale;
import org.mutoscope.core.identity.AuditLog;

/** What was done by those who run the installation, to be read and checked. */
final class AuditResource {
    private static final int MOST = 1_000;
    private static final int USUAL = 50;

    private final House house;

    AuditResource(House house) {
        this.house = house;
    }

    /** Lists lines, the newest first. */
    Answer list(Ask ask) {
        int limit = Asked.between(1, MOST, ask.query("limit"), "limit", USUAL);
        String from = ask.query("before");
        long before = from == null || from.isEmpty()
                ? Long.MAX_VALUE
                : Asked.whole(from, "before", org.mutoscope.core.problem.Code.INVALID_PAGING);
        List<AuditLog.Line> lines = house.audit()
                .list(new AuditLog.Wanted(before, limit, none(ask.query("account")), none(ask.query("act"))));
        return Answer.json(
                Json.object("data", lines.stream().map(AuditResource::line).toList())
                        .and("has_more", lines.size() == limit));
    }

    private static String none(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Object line(AuditLog.Line line) {
        return Json.object("seq", line.seq())
                .and("at", Json.moment(line.at()))
                .and("principal_id", line.principal())
                .and("account_id", line.account())
                .and("account_name", line.name())
                .and("act", line.act())
                .and("subject", line.subject())
                .and("outcome", line.outcome().toLowerCase(Locale.ROOT));
    }

    /** Computes the seals again. */
    Answer verify(Ask ask) {
        AuditLog.Check check = house.audit().verify();
        return Answer.json(Json.object("ok", check.problems().isEmpty())
                .and("sealed_through", check.sealed())
                .and("head", check.head())
                .and("problems", check.problems()));
    }
}
