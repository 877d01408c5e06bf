package org.mutoscope.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.identity.Account;
import org.mutoscope.core.identity.Departures;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Accounts that leave: asked for by their owner, or by an operator. */
final class DepartureResource {
    private static final int MOST_DAYS = 365;

    private final House house;

    DepartureResource(House house) {
        this.house = house;
    }

    /** How far the caller's own is. */
    Answer own(Ask ask) {
        return shown(ask.caller().accountId());
    }

    /** Asks for the caller's own. How long it can be taken back is the installation's to say: a key that was stolen shall not do it at once. */
    Answer askOwn(Ask ask) throws IOException {
        return asked(ask, ask.caller().accountId(), null);
    }

    /** Takes the caller's own request back. */
    Answer takeBackOwn(Ask ask) {
        return takenBack(ask, ask.caller().accountId());
    }

    /** How far another's is. */
    Answer of(Ask ask) {
        return shown(Asked.existing(house.identity(), ask.path("id")));
    }

    /** Asks for another's. */
    Answer askFor(Ask ask) throws IOException {
        String account = other(ask);
        String days = ask.query("grace_days");
        return asked(
                ask,
                account,
                days == null ? null : Duration.ofDays(Asked.between(0, MOST_DAYS, days, "grace_days", 0)));
    }

    /** Takes the request for another's back. */
    Answer takeBackFor(Ask ask) {
        return takenBack(ask, other(ask));
    }

    /** @throws Problem {@code forbidden} for an administrator's account, unless an administrator asks */
    private String other(Ask ask) {
        String account = Asked.existing(house.identity(), ask.path("id"));
        boolean administers = house.identity()
                .find(account)
                .map(Account::roles)
                .filter(roles -> roles.contains(Role.ADMIN))
                .isPresent();
        if (administers && !ask.caller().may(Role.ADMIN)) {
            throw new Problem(Code.FORBIDDEN, "This account administers; that needs a key with the role ADMIN.");
        }
        return account;
    }

    private Answer asked(Ask ask, String account, Duration grace) throws IOException {
        String confirmed = Asked.json(ask).text("confirm");
        if (!account.equals(confirmed)) {
            throw new Problem(
                    Code.NOT_CONFIRMED,
                    "Everything of this account will be deleted. Send \"confirm\" with its id, " + account
                            + ", if that is meant; GET /api/v1/account/export gives a copy first.",
                    "confirm",
                    null);
        }
        return Answer.json(json(house.departures().ask(account, grace, ask.caller())));
    }

    private Answer takenBack(Ask ask, String account) {
        if (!house.departures().takeBack(account, ask.caller())) {
            throw new Problem(Code.NOT_FOUND, "Nobody has asked for the deletion of this account.");
        }
        return Answer.json(Json.object("account_id", account).and("state", "none"));
    }

    private Answer shown(String account) {
        Optional<Departures.Departure> found = house.departures().find(account);
        return Answer.json(
                found.isEmpty() ? Json.object("account_id", account).and("state", "none") : json(found.get()));
    }

    private Map<String, Object> json(Departures.Departure departure) {
        Ledger.Balance left = house.work().read(tx -> house.ledger().balance(tx, departure.accountId()));
        return Json.object("account_id", departure.accountId())
                .and("state", departure.state().toLowerCase(Locale.ROOT))
                .and("asked_at", Json.moment(departure.askedAt()))
                .and("due_at", Json.moment(departure.dueAt()))
                .and("done_at", Json.moment(departure.doneAt()))
                .and("credits_lost", left.available() + left.held());
    }
}
