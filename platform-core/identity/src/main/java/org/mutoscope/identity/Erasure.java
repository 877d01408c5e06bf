package org.mutoscope.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.storage.Transaction;

/**
 * What happens to the rows of an account that leaves: what it said and made is deleted or emptied, what the books must keep stays under its id. Every statement
 * can be made again. {@code SheetsTest} finds tables that are missing here.
 */
final class Erasure {
    private static final String JOBS = "(select id from job where account_id = ?)";
    /** Who holds a subject decides; who registered it only while nobody holds it. */
    private static final String HELD = "(select id from rights_subject where coalesce(holder, account_id) = ?)";

    private static final String GONE = "(deleted)";

    /** Statements in order, each with the account for its question mark. */
    static final List<String> STATEMENTS = List.of(
            "delete from webhook_delivery where endpoint_id in (select id from webhook_endpoint where account_id = ?)",
            "delete from webhook_endpoint where account_id = ?",
            "delete from outbox where account_id = ?",
            "delete from storyboard_shot where storyboard_id in (select id from storyboard where account_id = ?)",
            "delete from storyboard where account_id = ?",
            "delete from review where account_id = ?",
            "delete from job_note where job_id in " + JOBS,
            "delete from job_draft where job_id in " + JOBS,
            "update job_shot set prompt = '" + GONE
                    + "', camera = '', negative = '', characters = '', narration = '' where job_id in " + JOBS,
            "update job_step set ticket = null where job_id in " + JOBS,
            "update job set prompt = '" + GONE
                    + "', parameters = '{}', remarks = '', obligations = '', facts = '', reason = null,"
                    + " error_message = null where account_id = ?",
            "delete from idempotency where account_id = ?",
            "delete from quote where account_id = ?",
            "delete from rights_picture where subject_id in " + HELD,
            "update rights_offer set withdrawn_at = current_timestamp where withdrawn_at is null and subject_id in "
                    + HELD,
            "update rights_grant set revoked_at = current_timestamp where revoked_at is null and subject_id in " + HELD,
            "update rights_grant set revoked_at = current_timestamp where revoked_at is null and account_id = ?",
            "update rights_claim set state = 'WITHDRAWN', active_for = null, decided_at = current_timestamp"
                    + " where state in ('PENDING', 'ACTIVE') and account_id = ?",
            // Names of people among them; nobody looks for them any more.
            "delete from rights_alias where subject_id in " + HELD,
            // What it said about others and itself; that it claimed stays.
            "update rights_claim set evidence = '" + GONE + "', reason = null where account_id = ?",
            "update rights_subject set name = '" + GONE
                    + "', holder = null, held_name = null, deleted_at = coalesce(deleted_at, current_timestamp)"
                    + " where coalesce(holder, account_id) = ?",
            "delete from consent_challenge where account_id = ?",
            "update consent_enrolment set name = '" + GONE
                    + "', digits = '', turns = '', remarks = '', reason = null, reviewer = null where account_id = ?",
            "update consent_receipt set body = '" + GONE + "' where account_id = ?",
            "update rights_removal set reason = '" + GONE + "' where holder = ?",
            "delete from rights_approved where holder = ?",
            "delete from rights_approved where account_id = ?",
            // What it registered and another holds is the other's.
            "update rights_subject set account_id = holder where holder is not null and account_id = ?",
            "delete from payout_destination where holder = ?",
            // What is on its way still has to arrive, and to be asked for.
            "update payout set destination = '" + GONE
                    + "' where state in ('PAID', 'FAILED', 'RETURNED') and holder_id = ?",
            "delete from billing_proof where account_id = ?",
            "update billing_account set refund_consent = false where account_id = ?",
            "update billing_purchase set named = null where account_id = ?",
            "delete from eligibility where account_id = ?",
            "delete from account_plan where account_id = ?",
            "delete from account_zone where account_id = ?",
            "delete from account_bucket where account_id = ?",
            "delete from view_viewer where account_id = ?",
            "update view_appeal set text = '" + GONE + "' where account_id = ?",
            "delete from api_key where account_id = ?",
            "update principal set label = '" + GONE
                    + "' where id in (select principal_id from membership where account_id = ?)",
            "delete from membership where account_id = ?",
            "update account set name = '" + GONE + "', frozen = true where id = ?");

    /** Tables that keep their rows, and why. */
    static final Map<String, String> KEPT = kept();

    private Erasure() {}

    static void of(Transaction tx, String account) {
        for (String statement : STATEMENTS) {
            tx.update(statement, account);
        }
    }

    private static Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("posting", "the ledger: what was paid and spent");
        kept.put("credit_lot", "the ledger");
        kept.put("credit_hold", "the ledger");
        kept.put("hold_lot", "the ledger");
        kept.put("ledger_account", "the ledger");
        kept.put("plan_period", "which periods of a subscription were given out, beside their lots");
        kept.put("ext_purchase", "the books: what was bought");
        kept.put("billing_subscription", "the books: what was bought");
        kept.put("ext_event", "the books: that a store told something, ids and hashes");
        kept.put("billing_signal", "the books: what a store asked about a purchase");
        kept.put("upstream_cost", "what the operator paid services");
        kept.put("creation_cost", "what the operator paid services");
        kept.put("audit", "who did what; names no person once the principal has no name");
        kept.put("consent_title", "which subject an enrolment was about: ids");
        kept.put("rights_removal", "that a clip was removed, for who ordered it");
        kept.put("revenue_line", "the books: what a holder earned");
        kept.put("revenue_statement", "the books: what a holder was told");
        kept.put("revenue_split", "the books: how the income of a video is divided");
        kept.put("revenue_capture", "the books: what is divided");
        kept.put("revenue_payer", "the books: what of a month was shared by whose views");
        kept.put("revenue_deal", "a contract: it has two sides");
        kept.put("revenue_deal_part", "a contract: who has what of it");
        kept.put("asset", "its rows go with the files");
        kept.put("media_file", "its rows go with the files");
        for (String agreed : List.of("rights_claim", "rights_offer", "rights_use", "rights_approval")) {
            kept.put(
                    agreed,
                    "what was agreed with others, who rely on it; names no person once the account has no name");
        }
        for (String counted :
                List.of("view_event", "view_verdict", "view_link", "view_ruling", "view_correction", "view_sum")) {
            kept.put(
                    counted,
                    "counts that others are paid by; names a viewer by a random id of which nobody knows any more"
                            + " whose it was");
        }
        kept.put("account_leaving", "that and when it left");
        return kept;
    }
}
