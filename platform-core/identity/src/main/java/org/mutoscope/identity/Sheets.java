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
                    "a.seq"));

    /** Tables that name accounts, jobs or their parts and are not handed out, and why. */
    static final Map<String, String> NOT_TOLD = Map.of(
            "hold_lot", "which lots a hold takes of: the lots say it",
            "upstream_cost", "what the operator paid a service for",
            "webhook_delivery", "copies of events, on their way",
            "ext_event", "that a store told something: ids and hashes",
            "billing_signal", "what a store asked about a purchase that is listed",
            "rights_alias", "the registry of rights shows it: it has two sides",
            "rights_claim", "the registry of rights shows it: it has two sides",
            "rights_offer", "the registry of rights shows it: it has two sides",
            "rights_use", "the registry of rights shows it: it has two sides",
            "rights_approval", "the registry of rights shows it: it has two sides");

    private Sheets() {}
}
