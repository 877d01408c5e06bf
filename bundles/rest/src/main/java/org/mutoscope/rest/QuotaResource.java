package org.mutoscope.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The free allowance: public with its reason and history; with the numbers behind it for those who run the house. */
final class QuotaResource {
    private static final int PUBLIC_HISTORY = 30;
    private static final int MOST_LINKED = 1000;

    private final House house;

    QuotaResource(House house) {
        this.house = house;
    }

    /** Shows what is in force and how it came to be so; nothing about accounts or machines. */
    Answer show(Ask ask) {
        Quota quota = house.quota();
        return Answer.json(house.work().read(tx -> {
            Quota.State now = quota.now(tx);
            return Json.object("clips_per_day", now.clips())
                    .and("credits_per_day", now.credits())
                    .and("floor", now.floor())
                    .and("cap", now.cap())
                    .and("price_factor_percent", now.demandPercent())
                    .and("target_wait_seconds", now.targetMillis() / 1000)
                    .and("reason", now.reason())
                    .and("changed_at", Json.moment(now.changedAt()))
                    .and(
                            "history",
                            quota.history(tx, Long.MAX_VALUE, PUBLIC_HISTORY).stream()
                                    .map(QuotaResource::change)
                                    .toList());
        }));
    }

    /** Lists changes with the numbers they were decided from. */
    Answer history(Ask ask) {
        Quota quota = house.quota();
        String before = ask.query("before");
        long from = before == null || before.isEmpty()
                ? Long.MAX_VALUE
                : Asked.whole(before, "before", Code.INVALID_PAGING);
        int most = Math.max(1, Page.limit(ask.query("limit")));
        return Answer.json(house.work().read(tx -> {
            List<Quota.Change> changes = quota.history(tx, from, most);
            return Json.object("measured", numbers(quota.now(tx).numbers()))
                    .and("data", changes.stream().map(QuotaResource::full).toList())
                    .and("has_more", changes.size() == most);
        }));
    }

    /** Lets accounts share one daily lot. */
    Answer link(Ask ask) throws IOException {
        Identity identity = house.identity();
        Quota quota = house.quota();
        Fields fields = Asked.json(ask);
        String name = Asked.text(fields, "name");
        List<String> accounts = new ArrayList<>();
        if (fields.value("accounts") instanceof List<?> list && list.size() <= MOST_LINKED) {
            list.forEach(id -> accounts.add(Asked.existing(identity, String.valueOf(id))));
        }
        if (accounts.size() < 2) {
            throw new Problem(Code.INVALID_REQUEST, "\"accounts\" lists 2 to 1,000 ids of accounts.", "accounts", null);
        }
        return Answer.json(house.work().write(tx -> {
            quota.link(tx, name, accounts);
            identity.audit(tx, ask.caller(), "quota.link", name + ": " + accounts.size() + " accounts");
            return Json.object("name", name).and("accounts", accounts);
        }));
    }

    /** Names the caller's time zone. */
    Answer zone(Ask ask) throws IOException {
        Quota quota = house.quota();
        String zone = Asked.text(Asked.json(ask), "zone");
        String account = ask.caller().accountId();
        return Answer.json(house.work().write(tx -> {
            quota.zone(tx, account, zone);
            return Json.object("account_id", account).and("zone", zone);
        }));
    }

    private static JsonObject change(Quota.Change change) {
        return Json.object("at", Json.moment(change.at()))
                .and("clips_per_day", change.clips())
                .and("price_factor_percent", change.demandPercent())
                .and("reason", change.reason());
    }

    private static Map<String, Object> full(Quota.Change change) {
        JsonObject json = Json.object("seq", change.seq());
        json.putAll(change(change));
        return json.and("measured", numbers(change.numbers()));
    }

    private static Map<String, Object> numbers(Quota.Numbers numbers) {
        return numbers == null
                ? null
                : Json.object("ceiling", numbers.ceiling())
                        .and("wait_milliseconds", numbers.waitMillis())
                        .and("offered_clips_per_day", numbers.offeredClips())
                        .and("paid_clips_last_day", numbers.paidClips())
                        .and("free_accounts", numbers.freeAccounts());
    }
}
