package org.mutoscope.credits;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.osgi.service.component.annotations.Component;

/**
 * The book of money, over the tables of the credit ledger. Rows of holders carry their sum, so that one update both checks that nobody goes below zero
 * and keeps two who take from one holder apart; rows of the platform never change.
 */
@Component(service = MoneyBook.class)
public final class MoneyBookService implements MoneyBook {
    private static final String INSERT_TX =
            "insert into ledger_tx (id, idem_key, request_hash, kind, cause, occurred_at, booked_at) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_LINE =
            "insert into posting (tx_id, line, account_id, asset, amount) values (?, ?, ?, ?, ?)";
    private static final String MOVE = "update ledger_account set posted = posted + ? where id = ? and posted + ? >= 0";
    private static final String SUM = "select coalesce(sum(amount), 0) n from posting where account_id = ?";

    private final MoneyPlaces places = new MoneyPlaces();

    @Override
    public boolean post(Transaction tx, Posting posting) {
        MoneyRules.require(posting);
        String hash = hash(posting);
        Optional<String> booked = tx.first(
                "select request_hash from ledger_tx where idem_key = ?",
                row -> row.text("request_hash"),
                posting.key());
        if (booked.isPresent()) {
            return again(posting, booked.get().equals(hash));
        }
        UUID id = Booking.orderedId(tx.now());
        tx.update(INSERT_TX, id, posting.key(), hash, posting.kind(), posting.cause(), posting.occurredAt(), tx.now());
        int n = 0;
        for (Line line : posting.lines()) {
            n++;
            tx.update(
                    INSERT_LINE,
                    id,
                    n,
                    places.id(tx, line.place()),
                    line.place().currency(),
                    line.micros());
        }
        move(tx, posting);
        return true;
    }

    private static boolean again(Posting posting, boolean same) {
        if (!same) {
            throw new Problem(
                    Code.LEDGER_CONFLICT,
                    "The key " + Words.shown(posting.key()) + " was used for something else in the book of money.");
        }
        return false;
    }

    /** Rows of holders, in one order for all, so that two postings do not wait for one another. */
    private void move(Transaction tx, Posting posting) {
        Map<Place, Long> moved = new HashMap<>();
        for (Line line : posting.lines()) {
            if (line.place().ownerKind().equals(HOLDER)) {
                moved.merge(line.place(), line.micros(), Math::addExact);
            }
        }
        List<Place> inOrder = moved.keySet().stream()
                .sorted(Comparator.comparing(Place::ownerId)
                        .thenComparing(Place::purpose)
                        .thenComparing(Place::currency))
                .toList();
        for (Place place : inOrder) {
            long micros = moved.get(place);
            if (tx.update(MOVE, micros, places.id(tx, place), micros) == 0) {
                throw new Problem(
                        Code.INVALID_AMOUNT,
                        "Holder " + Words.shown(place.ownerId()) + " has less " + place.purpose() + " than is to be"
                                + " taken; nothing was booked.");
            }
        }
    }

    @Override
    public long balance(Transaction tx, Place place) {
        Optional<Long> id = places.find(tx, place);
        if (id.isEmpty()) {
            return 0;
        }
        return place.ownerKind().equals(HOLDER)
                ? tx.first("select posted from ledger_account where id = ?", row -> row.number("posted"), id.get())
                        .orElseThrow()
                : tx.first(SUM, row -> row.number("n"), id.get()).orElseThrow();
    }

    private static String hash(Posting posting) {
        return Words.hash(posting.kind(), posting.cause(), posting.lines());
    }
}
