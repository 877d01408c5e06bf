package org.mutoscope.rest;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Notices;

/** What stores sent and how the books stand, for those who run the installation. */
final class BooksResource {
    private final House house;

    BooksResource(House house) {
        this.house = house;
    }

    /** Lists notices, newest first. */
    Answer notices(Ask ask) {
        String state = ask.query("state");
        String before = ask.query("before");
        int most = Math.max(1, Page.limit(ask.query("limit")));
        long from = before == null || before.isEmpty()
                ? Long.MAX_VALUE
                : Asked.whole(before, "before", Code.INVALID_PAGING);
        List<Notices.Notice> notices = house.notices().list(state(state), from, most);
        return Answer.json(
                Json.object("data", notices.stream().map(BooksResource::notice).toList())
                        .and("has_more", notices.size() == most));
    }

    /** Has a notice read again. */
    Answer replay(Ask ask) {
        long id = Asked.whole(ask.path("id"), "id", Code.INVALID_REQUEST);
        Audit.write(house, ask.caller(), "billing.replay", "notice " + id);
        if (!house.notices().replay(id)) {
            throw new Problem(Code.NOT_FOUND, "There is no notice " + id + ".", "id", null);
        }
        return Answer.json(Json.object("notice", id).and("state", "received"));
    }

    /** How the books stand. */
    Answer books(Ask ask) {
        Notices.Books books = house.notices().books();
        return Answer.json(Json.object(
                        "providers",
                        books.providers().stream().map(BooksResource::reading).toList())
                .and("open", books.open().stream().map(BooksResource::open).toList())
                .and("differences", books.differences()));
    }

    /** Asks the stores about each purchase of one account. */
    Answer reconcile(Ask ask) throws IOException {
        String account = Asked.existing(house.identity(), Asked.text(Asked.json(ask), "account_id"));
        Audit.write(house, ask.caller(), "billing.reconcile", account);
        return Answer.json(Json.object("account_id", account)
                .and("differences", house.notices().reconcile(account)));
    }

    private static Optional<Notices.State> state(String word) {
        if (word == null || word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Notices.State.values())
                .filter(state -> name(state).equals(word))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Code.INVALID_REQUEST,
                        "\"state\" is one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Notices.State.values())
                                                .map(BooksResource::name)
                                                .toList())
                                + ".",
                        "state",
                        null)));
    }

    private static String name(Notices.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> notice(Notices.Notice notice) {
        return Json.object("id", notice.id())
                .and("provider", notice.provider())
                .and("received_at", Json.moment(notice.receivedAt()))
                .and("state", name(notice.state()))
                .and("attempts", notice.attempts())
                .and("next_try", Json.moment(notice.nextTry()))
                .and("environment", notice.environment())
                .and("event_id", notice.eventId())
                .and("type", notice.type())
                .and("note", notice.note());
    }

    private static Map<String, Object> reading(Notices.Reading reading) {
        return Json.object("provider", reading.provider())
                .and("present", reading.present())
                .and("read_to", Json.moment(reading.readTo()))
                .and("full_at", Json.moment(reading.fullAt()))
                .and("missed", reading.missed())
                .and("note", reading.note());
    }

    private static Map<String, Object> open(Notices.Open open) {
        return Json.object("provider", open.provider())
                .and("environment", open.environment())
                .and("purchase_id", open.purchaseId())
                .and("product_id", open.productId())
                .and("account_id", open.accountId())
                .and("state", open.state().toLowerCase(Locale.ROOT))
                .and("note", open.note())
                .and("first_seen", Json.moment(open.firstSeen()));
    }
}
