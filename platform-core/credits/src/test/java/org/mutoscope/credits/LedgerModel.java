package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;

/** What the ledger should do to one account, without tables, postings, locks or keys. */
final class LedgerModel {
    static final String SHORT = "INSUFFICIENT_QUOTA";
    static final String CONFLICT = "LEDGER_CONFLICT";

    private final long free;
    private final List<Lot> lots = new ArrayList<>();
    private final Map<String, Hold> holds = new LinkedHashMap<>();
    private final Map<String, Lot> purchases = new HashMap<>();
    private long debt;

    LedgerModel(long free) {
        this.free = free;
    }

    Ledger.Balance balance(String account, Instant now) {
        Lot open = openFree(now);
        long available = lots.stream()
                .filter(lot -> lot.open(now) && !rests(lot))
                .mapToLong(lot -> lot.left - lot.held)
                .sum();
        long held = lots.stream().mapToLong(lot -> lot.held).sum();
        Instant ends = open == null ? null : open.ends;
        return new Ledger.Balance(account, available + (open == null ? free : 0), held, debt, ends);
    }

    Lot grant(Source source, long credits, Instant ends) {
        Lot lot = new Lot(source, lots.size(), credits, ends);
        long repaid = source == Source.FREE_DAILY ? 0 : Math.min(debt, credits);
        lot.left -= repaid;
        lot.spent += repaid;
        debt -= repaid;
        lots.add(lot);
        return lot;
    }

    /** @return null, or why it is refused */
    String hold(String job, long amount, Instant now) {
        Hold made = holds.get(job);
        if (made != null) {
            return made.amount == amount ? null : CONFLICT;
        }
        if (balance("", now).available() < amount) {
            return SHORT;
        }
        holds.put(job, take(amount, now));
        return null;
    }

    String capture(String job, long credits, Instant now) {
        Hold hold = holds.get(job);
        if (hold == null || hold.captured >= 0) {
            return hold != null && hold.captured == credits ? null : CONFLICT;
        }
        if (hold.released && credits > 0) {
            if (balance("", now).available() < credits) {
                return CONFLICT;
            }
            hold.parts = take(credits, now).parts;
        }
        if (!hold.released || credits > 0) {
            hold.released = false;
            hold.captured = credits;
            end(hold, credits, now);
        }
        return null;
    }

    String release(String job, Instant now) {
        Hold hold = holds.get(job);
        if (hold != null && hold.captured >= 0) {
            return CONFLICT;
        }
        if (hold != null && !hold.released) {
            hold.released = true;
            end(hold, 0, now);
        }
        return null;
    }

    /** The purchase stands at this part per 100,000 from now on. */
    void purchase(String id, long credits, int revoked) {
        Lot lot = purchases.get(id);
        if (lot == null) {
            if (revoked == 100_000) {
                return;
            }
            lot = grant(Source.PURCHASE, credits, null);
            purchases.put(id, lot);
        }
        bring(lot, lot.granted * revoked / 100_000);
    }

    void period(String id, long credits, Instant ends) {
        purchases.put(id, grant(Source.PLAN, credits, ends));
    }

    /** A period of a plan stands at this part per 100,000 from now on. */
    void takeBack(String id, int revoked, Instant now) {
        Lot lot = purchases.get(id);
        long target = lot.granted * revoked / 100_000;
        long before = debt;
        if (lot.open(now)) {
            bring(lot, target);
        } else {
            bringLate(lot, target);
        }
        long fresh = debt - before;
        for (Lot other : inOrder(plan -> plan.source == Source.PLAN && plan.open(now))) {
            long part = Math.max(0, Math.min(fresh, other.left - other.held));
            other.left -= part;
            other.spent += part;
            debt -= part;
            fresh -= part;
        }
        lot.target = target;
    }

    /** Of a lot whose time is over: who keeps so many may have spent so many, the rest of what was spent is owed. */
    private void bringLate(Lot lot, long target) {
        long owed = Math.max(0, lot.spent - (lot.granted - lot.target));
        long owes = Math.max(0, lot.spent - (lot.granted - target));
        lot.due = Math.min(lot.held, Math.max(0, lot.spent + lot.held - (lot.granted - target)) - owes);
        long change = owes - owed;
        long paidLongAgo = Math.max(0, -change - Math.min(debt, lot.revoked));
        debt += change + paidLongAgo;
        lot.revoked += change + paidLongAgo;
        if (paidLongAgo > 0) {
            grant(Source.ADJUST, paidLongAgo, null);
        }
    }

    private void bring(Lot lot, long target) {
        long change = target - lot.revoked - lot.due;
        while (change > 0) {
            change--;
            if (lot.left > lot.held) {
                lot.left--;
                lot.revoked++;
            } else if (lot.due < lot.held) {
                lot.due++;
            } else {
                debt++;
                lot.revoked++;
            }
        }
        while (change < 0) {
            change++;
            if (lot.due > 0) {
                lot.due--;
            } else {
                lot.revoked--;
                if (debt > 0) {
                    debt--;
                } else {
                    lot.left++;
                }
            }
        }
    }

    private Hold take(long amount, Instant now) {
        if (openFree(now) == null && free > 0) {
            grant(Source.FREE_DAILY, free, now.plus(Duration.ofHours(24)));
        }
        Hold hold = new Hold(amount);
        long open = amount;
        for (Lot lot : inOrder(lot -> lot.open(now) && !rests(lot))) {
            long part = Math.min(open, lot.left - lot.held);
            if (part > 0) {
                lot.held += part;
                open -= part;
                hold.parts.put(lot, part);
            }
        }
        return hold;
    }

    private void end(Hold hold, long captured, Instant now) {
        long open = captured;
        for (Map.Entry<Lot, Long> part : hold.parts.entrySet()) {
            Lot lot = part.getKey();
            long spent = Math.min(open, part.getValue());
            open -= spent;
            lot.left -= spent;
            lot.spent += spent;
            lot.held -= part.getValue();
            long back = part.getValue() - spent;
            long taken = Math.min(back, lot.due);
            lot.left -= lot.open(now) ? taken : back;
            long owed = Math.max(0, lot.due - taken - lot.held);
            debt += owed;
            lot.due -= taken + owed;
            lot.revoked += taken + owed;
        }
    }

    /** Open lots in the order of spending, each in short. */
    List<String> lots(Instant now) {
        return inOrder(lot -> lot.open(now) && lot.left > 0).stream()
                .map(lot -> inShort(lot.source, lot.granted, lot.left, lot.held))
                .toList();
    }

    static String inShort(Source source, long granted, long remaining, long held) {
        return source + " " + granted + " " + remaining + " " + held;
    }

    private List<Lot> inOrder(Predicate<Lot> which) {
        return lots.stream()
                .filter(which)
                .sorted(Comparator.comparingInt((Lot lot) -> lot.source.rank())
                        .thenComparing(lot -> lot.ends == null ? Instant.MAX : lot.ends)
                        .thenComparing(lot -> lot.age))
                .toList();
    }

    private boolean rests(Lot lot) {
        return debt > 0 && (lot.source == Source.PURCHASE || lot.source == Source.PLAN);
    }

    private Lot openFree(Instant now) {
        return lots.stream()
                .filter(lot -> lot.source == Source.FREE_DAILY && lot.open(now))
                .findFirst()
                .orElse(null);
    }

    static final class Lot {
        final Source source;
        final int age;
        final long granted;
        final Instant ends;
        long left;
        long held;
        long revoked;
        long due;
        long spent;
        long target;

        Lot(Source source, int age, long granted, Instant ends) {
            this.source = source;
            this.age = age;
            this.granted = granted;
            this.left = granted;
            this.ends = ends;
        }

        boolean open(Instant now) {
            return ends == null || ends.isAfter(now);
        }
    }

    private static final class Hold {
        final long amount;
        Map<Lot, Long> parts = new LinkedHashMap<>();
        long captured = -1;
        boolean released;

        Hold(long amount) {
            this.amount = amount;
        }
    }
}
