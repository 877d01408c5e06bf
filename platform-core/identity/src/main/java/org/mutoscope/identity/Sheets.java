package org.mutoscope.identity;

import java.util.List;
import java.util.Map;

/** Where everything is that belongs to an account. {@code SheetsTest} finds tables that are missing here. */
final class Sheets {
    private static final String OWN_LEDGER =
            "(select id from ledger_account where owner_kind = 'USER' and owner_id = ?)";
    private static final String OWN_JOB = " join job j on j.id = ";

    static final List<Sheet> ALL = List.of(
            Sheet.of("account", "id name frozen? created_at@", "account where id = ?", "seq"),
            Sheet.of(
                    "principals",
                    "p.id p.kind p.label p.created_at@ m.role",
                    "membership m join principal p on p.id = m.principal_id join account a on a.id = m.account_id"
                            + " where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "keys",
                    "k.id k.label k.hint k.created_at@ k.expires_at@ k.revoked_at@",
                    "api_key k join account a on a.id = k.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "videos",
                    "id parent_job state reason asked_model model task prompt seconds# size rendered_size seed#"
                            + " parameters remarks obligations facts backend plan credits_held# credits_captured#"
                            + " error_code error_message created_at@ started_at@ ended_at@ expires_at@ deleted_at@",
                    "job where account_id = ?",
                    "seq"),
            Sheet.of(
                    "shots",
                    "s.job_id s.n# s.seconds# s.task s.begins s.prompt s.camera s.negative s.characters s.transition"
                            + " s.narration s.state",
                    "job_shot s" + OWN_JOB + "s.job_id where j.account_id = ?",
                    "j.seq"),
            Sheet.of(
                    "video_notes",
                    "n.job_id n.at@ n.what n.detail",
                    "job_note n" + OWN_JOB + "n.job_id where j.account_id = ?",
                    "n.seq"),
            Sheet.of(
                    "video_steps",
                    "s.job_id s.n# s.kind s.state s.attempts# s.recoveries#",
                    "job_step s" + OWN_JOB + "s.job_id where j.account_id = ?",
                    "j.seq"),
            Sheet.of(
                    "video_files",
                    "f.job_id f.variant f.media_type f.bytes# f.sha256 f.created_at@",
                    "asset f" + OWN_JOB + "f.job_id where j.account_id = ?",
                    "j.seq"),
            Sheet.of(
                    "requests",
                    "i.idem_key i.job_id i.created_at@",
                    "idempotency i" + OWN_JOB + "i.job_id where i.account_id = ?",
                    "j.seq"),
            Sheet.of(
                    "files",
                    "id purpose filename media_type bytes# sha256 created_at@ expires_at@",
                    "media_file where deleted_at is null and account_id = ?",
                    "seq"),
            Sheet.of(
                    "characters",
                    "id kind name file_id size milliseconds# created_at@ deleted_at@",
                    "rights_subject where account_id = ?",
                    "seq"),
            Sheet.of(
                    "grants",
                    "g.id g.subject_id g.kind g.created_at@ g.revoked_at@",
                    "rights_grant g join rights_subject s on s.id = g.subject_id where g.account_id = ?",
                    "s.seq"),
            Sheet.of(
                    "rights_subjects",
                    "id kind name state under_age? reserved? created_at@",
                    "rights_subject where state <> 'OWN' and deleted_at is null and coalesce(holder, account_id) = ?",
                    "seq"),
            Sheet.of(
                    "rights_names",
                    "a.id a.subject_id a.text a.language a.flags a.min_length# a.allowed a.created_at@",
                    "rights_alias a join rights_subject s on s.id = a.subject_id where coalesce(s.holder, s.account_id) = ?",
                    "a.seq"),
            Sheet.of(
                    "rights_claims",
                    "id subject_id evidence state reason created_at@ decided_at@",
                    "rights_claim where account_id = ?",
                    "seq"),
            Sheet.of(
                    "rights_offers",
                    "id subject_id credits# terms created_at@ withdrawn_at@",
                    "rights_offer where account_id = ?",
                    "seq"),
            Sheet.of(
                    "rights_given",
                    "g.id g.subject_id g.offer_id g.credits# g.terms g.created_at@ g.revoked_at@",
                    "rights_grant g join rights_subject s on s.id = g.subject_id where g.offer_id is not null and s.holder = ?",
                    "g.seq"),
            Sheet.of(
                    "rights_uses",
                    "job_id subject_id grant_id credits# earned? at@",
                    "rights_use where holder = ?",
                    "seq"),
            Sheet.of(
                    "rights_words",
                    "w.job_id w.stage w.state w.asked_at@ w.ends_at@ w.answered_at@",
                    "rights_approval w join job j on j.id = w.job_id where w.holder = ?",
                    "j.seq"),
            Sheet.of(
                    "storyboards",
                    "id version# title model size language voice writer remarks shots# seconds# created_at@"
                            + " updated_at@",
                    "storyboard where account_id = ?",
                    "seq"),
            Sheet.of(
                    "storyboard_shots",
                    "s.storyboard_id s.number# s.seconds# s.prompt s.camera s.characters s.negative s.transition"
                            + " s.narration",
                    "storyboard_shot s join storyboard b on b.id = s.storyboard_id where b.account_id = ?",
                    "b.seq"),
            Sheet.of(
                    "reviews",
                    "job_id purpose state urgent? category sentence appeal asked_at@ ends_at@ decided_at@",
                    "review where account_id = ?",
                    "seq"),
            Sheet.of("help_with_words", "at@ service kind outcome", "creation_cost where account_id = ?", "seq"),
            Sheet.of(
                    "ledger",
                    "t.kind t.cause t.booked_at@ p.asset p.amount# p.balance_after#",
                    "posting p join ledger_tx t on t.id = p.tx_id where p.account_id in " + OWN_LEDGER,
                    "t.seq"),
            Sheet.of(
                    "lots",
                    "id# source source_ref granted# remaining# held# revoked# created_at@ expires_at@ paid_minor#"
                            + " paid_currency",
                    "credit_lot where account_id in " + OWN_LEDGER,
                    "id"),
            Sheet.of(
                    "holds",
                    "h.job_id h.amount# h.captured# h.state h.created_at@ h.ended_at@",
                    "credit_hold h left join job j on j.id = h.job_id where h.account_id in " + OWN_LEDGER,
                    "coalesce(j.seq, 0)"),
            Sheet.of(
                    "purchases",
                    "b.provider b.env b.purchase_id b.product_id b.quantity# b.paid_minor# b.currency b.revoked_milli#"
                            + " b.state b.paid_at@ b.first_seen@ b.subscription_id",
                    "billing_purchase b join account a on a.id = b.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "subscriptions",
                    "b.provider b.env b.subscription_id b.product_id b.until@",
                    "billing_subscription b join account a on a.id = b.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "payer",
                    "b.token% b.refund_consent? b.consent_at@",
                    "billing_account b join account a on a.id = b.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of("proofs", "provider sha256 sent_at@ note", "billing_proof where account_id = ?", "id"),
            Sheet.of(
                    "plan",
                    "p.plan p.since@ p.until_at@ p.renews? p.cause",
                    "account_plan p join account a on a.id = p.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "plan_periods",
                    "p.plan p.cause p.lot_id# p.at@",
                    "plan_period p join account a on a.id = p.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "eligibility",
                    "e.kind e.provider e.reference e.state",
                    "eligibility e join account a on a.id = e.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "zone",
                    "z.zone z.changed_at@",
                    "account_zone z join account a on a.id = z.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "devices_and_networks",
                    "b.kind b.bucket b.seen_at@",
                    "account_bucket b join account a on a.id = b.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "quotes",
                    "q.id q.model q.seconds# q.size q.credits# q.created_at@ q.expires_at@",
                    "quote q join account a on a.id = q.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "webhooks",
                    "id name url event_types enabled? note created_at@ updated_at@",
                    "webhook_endpoint where account_id = ?",
                    "seq"),
            Sheet.of("events", "at@ topic subject body", "outbox where account_id = ?", "seq"),
            Sheet.of(
                    "acts",
                    "at@ act subject outcome",
                    "audit where principal_id in (select principal_id from membership where account_id = ?)",
                    "seq"),
            Sheet.of(
                    "enrolments",
                    "id name kinds state terms digits turns sha256 media_type milliseconds# remarks template_of reason created_at@ decided_at@"
                            + " recording_until@ recording_gone? destroyed_at@",
                    "consent_enrolment where account_id = ?",
                    "seq"),
            Sheet.of(
                    "challenges",
                    "id name kinds terms state shown_at@ begun_at@",
                    "consent_challenge where account_id = ?",
                    "seq"),
            Sheet.of(
                    "consent_receipts",
                    "id enrolment_id kind body sha256 signature public_key at@",
                    "consent_receipt where account_id = ?",
                    "seq"),
            Sheet.of(
                    "consent_titles",
                    "t.enrolment_id t.subject_id",
                    "consent_title t join consent_enrolment e on e.id = t.enrolment_id where e.account_id = ?",
                    "e.seq"),
            Sheet.of(
                    "approved_people",
                    "p.account_id p.at@",
                    "rights_approved p join account a on a.id = p.holder where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "clips_that_you_had_removed",
                    "r.job_id r.reason r.at@",
                    "rights_removal r join job j on j.id = r.job_id where r.holder = ?",
                    "j.seq"),
            Sheet.of(
                    "clips_that_were_removed",
                    "r.job_id r.reason r.at@",
                    "rights_removal r join job j on j.id = r.job_id where j.account_id = ?",
                    "j.seq"),
            Sheet.of(
                    "watched",
                    "e.at@ e.job_id e.kind e.watched_ms# e.visible?",
                    "view_event e join view_viewer w on w.id = e.viewer where w.account_id = ?",
                    "e.seq"),
            Sheet.of(
                    "view_appeals",
                    "id job_id on_day text state reason at@ decided_at@",
                    "view_appeal where account_id = ?",
                    "seq"),
            Sheet.of(
                    "leaving",
                    "l.state l.asked_at@ l.due_at@ l.done_at@",
                    "account_leaving l join account a on a.id = l.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "earnings",
                    "id period stream job_id subject_id cause currency micros# units# weight# pool_total# rate budget? corrects made_by at@"
                            + " release_at@ state payout_id",
                    "revenue_line where holder = ?",
                    "seq"),
            Sheet.of(
                    "splits",
                    "s.job_id s.version# s.ppm# s.why s.at@",
                    "revenue_split s" + OWN_JOB + "s.job_id where s.holder = ?",
                    "j.seq"),
            Sheet.of(
                    "gifts",
                    "c.id c.job_id c.credits# c.at@ c.state",
                    "revenue_capture c" + OWN_JOB + "c.job_id where c.kind = 'tip' and c.account_id = ?",
                    "j.seq"),
            Sheet.of(
                    "paid_into_pools",
                    "p.period p.currency p.micros#",
                    "revenue_payer p join account a on a.id = p.account_id where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "deals_bought",
                    "id subject_id currency price# guarantee# begins@ ends@ text state at@ accepted_at@",
                    "revenue_deal where buyer = ?",
                    "seq"),
            Sheet.of(
                    "deals_made",
                    "id subject_id currency price# guarantee# begins@ ends@ text state at@ accepted_at@",
                    "revenue_deal where maker = ?",
                    "seq"),
            Sheet.of(
                    "deal_parts",
                    "p.deal_id p.ppm#",
                    "revenue_deal_part p join revenue_deal d on d.id = p.deal_id where p.holder = ?",
                    "d.seq"),
            Sheet.of(
                    "payouts",
                    "idem_key run asset amount# withheld# provider destination state provider_ref reason made_at@ sent_at@ back_at@",
                    "payout where holder_id = ?",
                    "seq"),
            Sheet.of(
                    "paid_to",
                    "d.provider d.destination d.changed_at@ d.usable_at@ d.blocked",
                    "payout_destination d join account a on a.id = d.holder where a.id = ?",
                    "a.seq"),
            Sheet.of(
                    "statements",
                    "id currency nr# period from_at@ to_at@ made_at@ closing_hold# closing_pay# previous sha256 signature",
                    "revenue_statement where holder = ?",
                    "seq"));

    /** Tables that name accounts, jobs or their parts and are not handed out, and why. */
    static final Map<String, String> NOT_TOLD = Map.ofEntries(
            Map.entry("hold_lot", "which lots a hold takes of: the lots say it"),
            Map.entry("job_draft", "a clip that waits for a holder's word: the list of videos says so"),
            Map.entry("upstream_cost", "what the operator paid a service for"),
            Map.entry("webhook_delivery", "copies of events, on their way"),
            Map.entry("ext_event", "that a store told something: ids and hashes"),
            Map.entry("billing_signal", "what a store asked about a purchase that is listed"),
            Map.entry("rights_picture", "the registry of rights shows it: hashes of pictures"));

    private Sheets() {}
}
