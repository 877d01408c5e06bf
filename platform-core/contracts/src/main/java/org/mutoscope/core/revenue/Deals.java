package org.mutoscope.core.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Commercial licences by contract: quoted, accepted, invoiced, paid by an import that names the invoice, shared. Whoever is no party is answered as if there
 * were no deal. Safe for use by several threads.
 *
 * <pre>
 * deal     QUOTED -buyer accepts-> ACCEPTED -its time is over, what the guarantee wants is invoiced-> ENDED    QUOTED -withdrawn-> WITHDRAWN
 * invoice  open -imports pay it-> paid
 * </pre>
 */
@ProviderType
public interface Deals {
    /** How long a quote can be accepted, in days. */
    int QUOTE_DAYS = 30;

    /**
     * Quotes a licence (the subject's holder, or an operator).
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_deal}, {@code subject_not_found}
     */
    Deal quote(Caller by, Quote quote);

    /** Accepts a quote (its buyer); the price is invoiced at once. Again changes nothing. @throws org.mutoscope.core.problem.Problem {@code deal_not_found}, {@code deal_state} */
    Deal accept(Caller by, String dealId);

    /** Takes a quote back (who made it, or an operator). @throws org.mutoscope.core.problem.Problem {@code deal_not_found}, {@code deal_state} */
    Deal withdraw(Caller by, String dealId);

    /**
     * Invoices use beyond the price (operators).
     *
     * @param minor at least 1
     * @param text what it is for, one line of 1 to 200 characters
     * @param key the same key again is the same invoice, 1 to 100 characters
     */
    Invoice bill(Caller by, String dealId, long minor, String text, String key);

    /** Ends a deal whose time is over (operators): what is missing to the guarantee is invoiced. Months that are closed do so by themselves. */
    Deal end(Caller by, String dealId);

    /** Deals of the caller, for operators and auditors all, the newest first. @param limit 1 to 1,000 */
    List<Deal> deals(Caller by, int limit);

    /** Invoices of a deal, in the order of their numbers. @throws org.mutoscope.core.problem.Problem {@code deal_not_found} */
    List<Invoice> invoices(Caller by, String dealId);

    /**
     * What is quoted.
     *
     * @param buyer account that may accept
     * @param price minor units, invoiced when it is accepted; may be 0
     * @param guarantee what is invoiced in all at least, minor units; at least the price
     * @param from first moment of the licence
     * @param to first moment after it
     * @param split parts of the holders in ppm that add up to 1,000,000; empty: all to the subject's holder
     * @param text what it allows, one line of 1 to 500 characters
     */
    record Quote(
            String subjectId,
            String buyer,
            String currency,
            long price,
            long guarantee,
            Instant from,
            Instant to,
            Map<String, Long> split,
            String text) {
        /** Copies the map. */
        public Quote {
            split = Map.copyOf(split);
        }
    }

    /** A deal. @param state as of the table above, in small letters @param invoiced minor units in all @param paid minor units in all */
    record Deal(String id, Quote quote, String maker, String state, long invoiced, long paid, Instant at) {}

    /** An invoice. @param number without gaps, from 1 @param kind {@code price}, {@code use} or {@code guarantee} @param paid minor units, by imports */
    record Invoice(
            long number, String dealId, String kind, String currency, long minor, long paid, String text, Instant at) {}
}
