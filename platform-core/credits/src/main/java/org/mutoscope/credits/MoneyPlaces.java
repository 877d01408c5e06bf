package org.mutoscope.credits;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** Rows of the accounts of the book of money. Those of the platform are few, and remembered once they are durable. */
final class MoneyPlaces {
    private static final String FIND =
            "select id from ledger_account where owner_kind = ? and owner_id = ? and purpose = ? and asset = ? and shard = 0";
    private static final String INSERT =
            "insert into ledger_account (owner_kind, owner_id, purpose, asset, floor_amt) values (?, ?, ?, ?, ?)";

    private final Map<MoneyBook.Place, Long> known = new ConcurrentHashMap<>();

    long id(Transaction tx, MoneyBook.Place place) {
        Optional<Long> found = find(tx, place);
        if (found.isPresent()) {
            return found.get();
        }
        boolean holders = place.ownerKind().equals(MoneyBook.HOLDER);
        try {
            return tx.insert(
                    "id",
                    INSERT,
                    place.ownerKind(),
                    place.ownerId(),
                    place.purpose(),
                    place.currency(),
                    holders ? 0L : null);
        } catch (DuplicateKey madeByAnother) {
            return find(tx, place).orElseThrow();
        }
    }

    Optional<Long> find(Transaction tx, MoneyBook.Place place) {
        Long id = known.get(place);
        if (id != null) {
            return Optional.of(id);
        }
        List<Long> found = tx.query(
                FIND, row -> row.number("id"), place.ownerKind(), place.ownerId(), place.purpose(), place.currency());
        if (!found.isEmpty() && place.ownerKind().equals(MoneyBook.SYS)) {
            tx.afterCommit(
                    () -> known.put(place, found.get(0))); // not before: it may have been made in this transaction
        }
        return found.stream().findFirst();
    }
}
