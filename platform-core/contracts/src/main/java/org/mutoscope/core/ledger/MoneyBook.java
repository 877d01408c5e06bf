package org.mutoscope.core.ledger;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Money by double entry, beside the credits and in the same tables. Amounts are <em>micros</em>: millionths of a minor unit of a currency (of a
 * cent, of a yen), so that shares are divided exactly and only a payout rounds. Each posting sums to zero in each currency. What a holder has never goes
 * below zero; the platform's own accounts are the sums of their lines and may. Everything runs in the caller's transaction. Safe for use by several
 * threads.
 */
@ProviderType
public interface MoneyBook {
    /** Micros of one minor unit. */
    long MICROS = 1_000_000;

    /** Kind of owner: the platform; its id is {@link #PLATFORM}. */
    String SYS = "SYS";

    /** Kind of owner: a holder; its id is the account. */
    String HOLDER = "HOLDER";

    /** Owner id of the platform's accounts. */
    String PLATFORM = "mutoscope";

    /** Purpose of a holder's account: earned, and still in the time in which the payer may get it back. */
    String ON_HOLD = "on-hold";

    /** Purpose of a holder's account: can be paid out. */
    String PAYABLE = "payable";

    /** Purpose of the platform's account that income comes from. */
    String REVENUE = "revenue";

    /** Purpose of the platform's account that pays for uses with free credits. */
    String BUDGET = "budget";

    /** Purpose of the platform's account where shares wait that could not be worked out. */
    String SUSPENSE = "suspense";

    /** Purpose of the platform's account for what was paid out and then refunded to the payer. */
    String LOSSES = "losses";

    /** Purpose of the platform's account for what was sent to holders. */
    String PAYOUTS = "payouts";

    /** Purpose of the platform's account for tax that was kept back. */
    String WITHHELD = "withheld";

    /** Purpose of the platform's account of a pool. */
    static String pool(String name) {
        return "pool:" + name;
    }

    /** Purpose of the platform's account of outside income. @param source at most 17 characters */
    static String imported(String source) {
        return "import:" + source;
    }

    /**
     * Books something. The same key with the same content again changes nothing.
     *
     * @return false if it was booked before
     * @throws org.mutoscope.core.problem.Problem {@code ledger_conflict} if the key was used for something else; {@code invalid_amount} if the lines do not sum to
     *     zero in each currency, if there are none or one is zero, or if a holder would go below zero
     */
    boolean post(Transaction tx, Posting posting);

    /** What an account has, in micros; 0 if there is none. */
    long balance(Transaction tx, Place place);

    /**
     * What happened.
     *
     * @param key unique for ever, at most 160 characters
     * @param kind at most 24 capital letters, such as SHARE, PARK, RELEASE
     * @param cause line, job, payout that it came from, at most 160 characters
     * @param occurredAt when; when it was booked is kept beside it
     */
    record Posting(String key, String kind, String cause, Instant occurredAt, List<Line> lines) {
        /** Copies the list. */
        public Posting {
            lines = List.copyOf(lines);
        }
    }

    /** One line. @param micros onto (positive) or off the account, not 0 */
    record Line(Place place, long micros) {}

    /**
     * An account of the book.
     *
     * @param ownerKind {@link #SYS} or {@link #HOLDER}
     * @param ownerId {@link #PLATFORM}, or the holder's account, at most 64 characters
     * @param purpose at most 24 characters
     * @param currency ISO 4217
     */
    record Place(String ownerKind, String ownerId, String purpose, String currency) {
        /** One of the platform's. */
        public static Place platform(String purpose, String currency) {
            return new Place(SYS, PLATFORM, purpose, currency);
        }

        /** One of a holder's. */
        public static Place holder(String account, String purpose, String currency) {
            return new Place(HOLDER, account, purpose, currency);
        }

        /** A line onto it, or off it. */
        public Line line(long micros) {
            return new Line(this, micros);
        }
    }
}
