package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.InAppOwnershipType;
import com.apple.itunes.storekit.model.JWSTransactionDecodedPayload;
import com.apple.itunes.storekit.model.RevocationType;
import com.apple.itunes.storekit.model.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.PurchaseFact;

/** Turns a transaction with a good signature into a fact, after the checks that Apple's verifier leaves to us. */
final class Transactions {
    /** How far Apple's clock may be ahead of ours. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    private static final int ALL = 100_000;
    private static final int MOST_PIECES = 10;

    private final boolean familySharing;

    Transactions(boolean familySharing) {
        this.familySharing = familySharing;
    }

    /** Whether it pays for a period of a subscription. */
    static boolean period(JWSTransactionDecodedPayload transaction) {
        return transaction.getType() == Type.AUTO_RENEWABLE_SUBSCRIPTION;
    }

    /** Whether it is of a kind that is worth something here: a consumable or a subscription that the buyer may use. */
    boolean counts(JWSTransactionDecodedPayload transaction) {
        boolean own = transaction.getInAppOwnershipType() == InAppOwnershipType.PURCHASED;
        return period(transaction) ? own || familySharing : own && transaction.getType() == Type.CONSUMABLE;
    }

    /** The fact of a transaction that counts. @throws Untrusted if it does not, or contradicts itself */
    PurchaseFact fact(Signed<JWSTransactionDecodedPayload> signed, Clock clock) throws Untrusted {
        JWSTransactionDecodedPayload transaction = signed.payload();
        check(counts(transaction), "product_type", "Only consumable packs and subscriptions of your own count here.");
        identifiers(transaction);
        Integer quantity = transaction.getQuantity();
        check(
                quantity != null && quantity >= 1 && quantity <= (period(transaction) ? 1 : MOST_PIECES),
                "quantity_invalid",
                "The quantity is not from 1 to " + MOST_PIECES + ".");
        Price price = Price.of(transaction);
        return new PurchaseFact(
                transaction.getTransactionId(),
                signed.environment().word(),
                transaction.getProductId(),
                quantity,
                Optional.ofNullable(transaction.getAppAccountToken()).map(Object::toString),
                price.minor(),
                price.currency(),
                revoked(transaction),
                signedAt(transaction.getSignedDate(), clock));
    }

    /** The paid period of a subscription. */
    PlanPeriod period(Signed<JWSTransactionDecodedPayload> signed, Clock clock) throws Untrusted {
        JWSTransactionDecodedPayload transaction = signed.payload();
        Long from = transaction.getPurchaseDate();
        Long until = transaction.getExpiresDate();
        check(
                from != null && until != null && until > from,
                "period_invalid",
                "The period of the subscription does not end after it starts.");
        return new PlanPeriod(
                fact(signed, clock),
                transaction.getOriginalTransactionId(),
                Instant.ofEpochMilli(from),
                Instant.ofEpochMilli(until));
    }

    /** When Apple signed. @throws Untrusted if it does not say, or says a time that is yet to come */
    static Instant signedAt(Long signedDate, Clock clock) throws Untrusted {
        check(signedDate != null && signedDate > 0, "signed_date_missing", "It does not say when it was signed.");
        Instant signedAt = Instant.ofEpochMilli(signedDate);
        check(
                !signedAt.isAfter(clock.instant().plus(AHEAD)),
                "signed_in_future",
                "It says that it was signed in the future.");
        return signedAt;
    }

    private static void identifiers(JWSTransactionDecodedPayload transaction) throws Untrusted {
        String product = transaction.getProductId();
        check(
                Store.identifier(transaction.getTransactionId())
                        && Store.identifier(transaction.getOriginalTransactionId())
                        && product != null
                        && !product.isBlank()
                        && product.length() <= 96,
                "malformed",
                "It names no transaction and no product.");
    }

    /** How much was taken back, absolutely. */
    private static int revoked(JWSTransactionDecodedPayload transaction) throws Untrusted {
        Integer part = transaction.getRevocationPercentage();
        if (transaction.getRevocationDate() == null) {
            check(
                    transaction.getRevocationType() != RevocationType.REFUND_PRORATED && (part == null || part == 0),
                    "contradiction",
                    "It is refunded in part, and has no date of refund.");
            return 0;
        }
        if (transaction.getRevocationType() != RevocationType.REFUND_PRORATED) {
            return ALL;
        }
        check(part != null && part >= 1 && part <= ALL, "contradiction", "It is refunded in part, and has no part.");
        return part;
    }

    static void check(boolean good, String code, String message) throws Untrusted {
        if (!good) {
            throw new Untrusted(code, message);
        }
    }

    /**
     * What was paid, in minor units. Apple counts in thousandths of the unit. "XXX" (ISO 4217: no currency) and 0 where Apple does not say:
     * old transactions have no price.
     */
    private record Price(long minor, String currency) {
        static Price of(JWSTransactionDecodedPayload transaction) throws Untrusted {
            Long milli = transaction.getPrice();
            String code = transaction.getCurrency();
            if (milli == null || code == null || !code.matches("[A-Z]{3}")) {
                return new Price(0, "XXX");
            }
            check(
                    milli >= 0 && milli <= Long.MAX_VALUE / 1000,
                    "price_invalid",
                    "Its price is negative or beyond all measure.");
            return new Price(minor(milli, code), code);
        }

        private static long minor(long milli, String code) {
            int digits;
            try {
                digits = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
            } catch (IllegalArgumentException e) {
                digits = 2; // newer than this Java: most have two
            }
            long minor = milli;
            for (int i = digits; i < 3; i++) {
                minor /= 10;
            }
            return minor;
        }
    }
}
