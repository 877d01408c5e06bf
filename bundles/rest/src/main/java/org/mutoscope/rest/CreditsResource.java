package org.mutoscope.rest;

import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;

/** Credits: what there is, where it came from, where it went. */
final class CreditsResource {
    private final House house;

    CreditsResource(House house) {
        this.house = house;
    }

    /** Shows the balance and its lots in the order of spending. */
    Answer show(Ask ask) {
        String account = ask.query("account");
        String all = ask.query("all");
        String of = of(ask, account);
        Ledger ledger = house.ledger();
        return Answer.json(house.work().read(tx -> {
            Map<String, Object> answer = balance(ledger.balance(tx, of));
            answer.put(
                    "lots",
                    ledger.lots(tx, of, "true".equals(all)).stream()
                            .map(CreditsResource::lot)
                            .toList());
            return answer;
        }));
    }

    /** Lists postings, newest first. */
    Answer history(Ask ask) {
        String account = ask.query("account");
        String before = ask.query("before");
        String limit = ask.query("limit");
        String of = of(ask, account);
        long from = before == null || before.isEmpty()
                ? Long.MAX_VALUE
                : Asked.whole(before, "before", Code.INVALID_PAGING);
        int most = Math.max(1, Page.limit(limit));
        Ledger ledger = house.ledger();
        List<Ledger.Entry> entries = house.work().read(tx -> ledger.history(tx, of, from, most));
        return Answer.json(Json.object("account_id", of)
                .and("data", entries.stream().map(CreditsResource::entry).toList())
                .and("has_more", entries.size() == most));
    }

    private String of(Ask ask, String account) {
        return Asked.account(house.identity(), ask.caller(), account, Role.OPERATOR, Role.AUDITOR);
    }

    static Map<String, Object> balance(Ledger.Balance balance) {
        return Json.object("account_id", balance.accountId())
                .and("available", balance.available())
                .and("held", balance.held())
                .and("debt", balance.debt())
                .and("free_expires_at", Json.moment(balance.freeExpiresAt()));
    }

    static Map<String, Object> lot(Ledger.Lot lot) {
        return Json.object("lot_id", lot.id())
                .and("source", lot.source().name())
                .and("granted", lot.granted())
                .and("remaining", lot.remaining())
                .and("held", lot.held())
                .and("expires_at", Json.moment(lot.expiresAt()))
                .and("created_at", Json.moment(lot.createdAt()));
    }

    private static Map<String, Object> entry(Ledger.Entry entry) {
        return Json.object("seq", entry.seq())
                .and("at", Json.moment(entry.at()))
                .and("kind", entry.kind())
                .and("cause", entry.cause())
                .and("amount", entry.amount())
                .and("balance_after", entry.balanceAfter());
    }
}
