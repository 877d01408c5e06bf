package org.mutoscope.identity;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mutoscope.core.storage.Transaction;

/**
 * An account with something in every table. Whatever its owner said has the words "words of NAME" in it, whatever is secret "secret of NAME"; the account
 * is {@code acct_NAME}, its jobs are {@code video_NAME1} (finished) and {@code video_NAME2} (open).
 */
final class Filled {
    private Filled() {}

    static void with(Transaction tx, String name) {
        String words = "words of " + name;
        String account = "acct_" + name;
        long ledger = insert(
                tx,
                "id",
                "ledger_account",
                Map.of(
                        "owner_kind",
                        "USER",
                        "owner_id",
                        account,
                        "purpose",
                        "credit",
                        "asset",
                        "CR",
                        "posted",
                        90L,
                        "held",
                        10L));
        insert(tx, "account", Map.of("id", account, "name", words, "created_at", tx.now()));
        insert(tx, "principal", Map.of("id", "prin_" + name, "kind", "PERSON", "label", words, "created_at", tx.now()));
        insert(tx, "membership", Map.of("principal_id", "prin_" + name, "account_id", account, "role", "CREATOR"));
        insert(
                tx,
                "api_key",
                Map.of(
                        "id",
                        "key_" + name,
                        "principal_id",
                        "prin_" + name,
                        "account_id",
                        account,
                        "sha256",
                        sha(name),
                        "hint",
                        "abcd",
                        "label",
                        words,
                        "scopes",
                        "",
                        "created_at",
                        tx.now()));
        insert(
                tx,
                "audit",
                Map.of("at", tx.now(), "principal_id", "prin_" + name, "act", "key.issue", "subject", account));
        jobs(tx, name, words);
        things(tx, name, words);
        money(tx, name, words, ledger);
        outward(tx, name, words);
        enrolled(tx, name, words);
        lookedAt(tx, name, words);
        FilledEarnings.of(tx, name);
    }

    private static void jobs(Transaction tx, String name, String words) {
        String account = "acct_" + name;
        for (int i = 1; i <= 2; i++) {
            String job = "video_" + name + i;
            tx.update(
                    "insert into job (id, account_id, state, asked_model, model, task, prompt, seconds, size, rendered_size, seed, parameters,"
                            + " remarks, obligations, facts, reason, error_message, credits_held, created_at) values"
                            + " (?, ?, ?, 'sora-2', 'sprite', 'TEXT_TO_VIDEO', ?, 4, '720x1280', '720x1280', 7, ?, ?, ?, ?, ?, ?, 10, ?)",
                    job,
                    account,
                    i == 1 ? "COMPLETED" : "QUEUED",
                    words,
                    words,
                    words,
                    words,
                    words,
                    words,
                    words,
                    tx.now());
            insert(
                    tx,
                    "job_step",
                    Map.of(
                            "job_id",
                            job,
                            "n",
                            1,
                            "kind",
                            "RENDER",
                            "state",
                            i == 1 ? "DONE" : "READY",
                            "ticket",
                            words));
            insert(tx, "job_note", Map.of("job_id", job, "at", tx.now(), "what", "note", "detail", words));
            tx.update(
                    "insert into job_shot (job_id, n, seconds, task, begins, prompt, camera, negative, characters, transition, narration, state)"
                            + " values (?, 1, 4, 'TEXT_TO_VIDEO', 'WORDS', ?, ?, ?, '', 'CUT', ?, 'GONE')",
                    job,
                    words,
                    words,
                    words,
                    words);
            insert(
                    tx,
                    "idempotency",
                    Map.of(
                            "account_id",
                            account,
                            "idem_key",
                            words + i,
                            "request_hash",
                            sha("r"),
                            "job_id",
                            job,
                            "created_at",
                            tx.now()));
        }
        tx.update(
                "insert into asset (job_id, variant, store, asset_key, media_type, bytes, sha256, created_at) values (?, 'video', 'fs', ?, 'video/mp4', 3, ?, ?)",
                "video_" + name + "1",
                name + "/1/video",
                sha("v"),
                tx.now());
        tx.update(
                "insert into upstream_cost (job_id, attempt, backend, model, currency, estimate, reserved, state, budget_day, budget_month, created_at)"
                        + " values (?, 1, 'remote', 'm', 'USD', 5, 0, 'SETTLED', '2026-11-23', '2026-11', ?)",
                "video_" + name + "1",
                tx.now());
    }

    private static void things(Transaction tx, String name, String words) {
        String account = "acct_" + name;
        tx.update(
                "insert into media_file (id, account_id, purpose, filename, media_type, bytes, sha256, store, asset_key, created_at) values"
                        + " (?, ?, 'vision', ?, 'image/png', 3, ?, 'fs', ?, ?)",
                "file-" + name,
                account,
                words,
                sha("f"),
                name + "/file",
                tx.now());
        insert(
                tx,
                "rights_subject",
                Map.of(
                        "id",
                        "char_" + name,
                        "account_id",
                        account,
                        "kind",
                        "CHARACTER",
                        "name",
                        words,
                        "created_at",
                        tx.now()));
        tx.update(
                "insert into rights_claim (id, subject_id, account_id, evidence, state, reason, created_at) values (?, ?, ?, ?, 'REFUSED', ?, ?)",
                "claim_" + name,
                "char_" + name,
                account,
                words,
                words,
                tx.now());
        insert(
                tx,
                "rights_grant",
                Map.of(
                        "id",
                        "grant_" + name,
                        "subject_id",
                        "char_" + name,
                        "account_id",
                        account,
                        "kind",
                        "OWNER",
                        "created_at",
                        tx.now()));
        licensed(tx, name, words);
        tx.update(
                "insert into storyboard (id, account_id, version, title, writer, remarks, shots, seconds, created_at, updated_at) values"
                        + " (?, ?, 1, ?, 'sentences', ?, 1, 4, ?, ?)",
                "sb_" + name,
                account,
                words,
                words,
                tx.now(),
                tx.now());
        tx.update(
                "insert into storyboard_shot (storyboard_id, number, seconds, prompt, camera, characters, negative, transition, narration) values"
                        + " (?, 1, 4, ?, ?, '', ?, 'CUT', ?)",
                "sb_" + name,
                words,
                words,
                words,
                words);
        insert(
                tx,
                "creation_cost",
                Map.of(
                        "at",
                        tx.now(),
                        "account_id",
                        account,
                        "service",
                        "chat",
                        "kind",
                        "SCRIPT",
                        "outcome",
                        "DONE",
                        "micros",
                        5L,
                        "currency",
                        "USD"));
    }

    /** Something that it holds, offers, has granted to itself and sees used. */
    private static void licensed(Transaction tx, String name, String words) {
        String account = "acct_" + name;
        String subject = "subj_" + name;
        tx.update(
                "insert into rights_subject (id, account_id, kind, name, state, holder, held_name, created_at)"
                        + " values (?, ?, 'CHARACTER', ?, 'ACTIVE', ?, ?, ?)",
                subject,
                account,
                words,
                account,
                subject,
                tx.now());
        tx.update(
                "insert into rights_alias (id, subject_id, text, language, flags, min_length, allowed, created_at)"
                        + " values (?, ?, ?, '', '', 0, '', ?)",
                "alias_" + name,
                subject,
                words,
                tx.now());
        tx.update(
                "insert into rights_offer (id, subject_id, account_id, credits, terms, created_at) values (?, ?, ?, 5, '', ?)",
                "offer_" + name,
                subject,
                account,
                tx.now());
        tx.update(
                "insert into rights_grant (id, subject_id, account_id, kind, offer_id, created_at) values (?, ?, ?, 'OFFER', ?, ?)",
                "grant_of_" + name,
                subject,
                account,
                "offer_" + name,
                tx.now());
        tx.update(
                "insert into rights_use (job_id, subject_id, grant_id, holder, credits, at) values (?, ?, ?, ?, 5, ?)",
                "video_" + name + "1",
                subject,
                "grant_of_" + name,
                account,
                tx.now());
        tx.update(
                "insert into rights_approval (job_id, holder, stage, state, asked_at, ends_at) values (?, ?, 'BEFORE', 'OPEN', ?, ?)",
                "video_" + name + "1",
                account,
                tx.now(),
                tx.now());
    }

    private static void money(Transaction tx, String name, String words, long ledger) {
        String account = "acct_" + name;
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        tx.update(
                "insert into ledger_tx (id, idem_key, request_hash, kind, cause, occurred_at, booked_at) values (?, ?, ?, 'GRANT', ?, ?, ?)",
                id,
                "tx " + name,
                sha("t"),
                "purchase of " + account,
                tx.now(),
                tx.now());
        long lot = tx.insert(
                "id",
                "insert into credit_lot (account_id, env, source, source_ref, spend_rank, granted, remaining, held, created_at) values"
                        + " (?, 'production', 'PURCHASE', ?, 1, 100, 90, 10, ?)",
                ledger,
                "ref of " + account,
                tx.now());
        tx.update(
                "insert into posting (tx_id, line, account_id, asset, amount, account_version, balance_after, lot_id) values (?, 1, ?, 'CR', 100, 1, 100, ?)",
                id,
                ledger,
                lot);
        tx.update(
                "insert into credit_hold (id, account_id, job_id, amount, state, price_version, created_at, release_after) values (?, ?, ?, 10, 'HELD', 'v', ?, ?)",
                UUID.nameUUIDFromBytes(("hold " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                ledger,
                "video_" + name + "2",
                tx.now(),
                tx.now());
        insert(
                tx,
                "quote",
                Map.of(
                        "id",
                        "quote_" + name,
                        "account_id",
                        account,
                        "model",
                        "sprite",
                        "seconds",
                        4,
                        "size",
                        "720x1280",
                        "credits",
                        10L,
                        "version",
                        "v",
                        "created_at",
                        tx.now(),
                        "expires_at",
                        tx.now()));
        insert(
                tx,
                "account_plan",
                Map.of(
                        "account_id",
                        account,
                        "plan",
                        "plus",
                        "since",
                        tx.now(),
                        "anchor",
                        tx.now(),
                        "until_at",
                        tx.now(),
                        "renews",
                        true,
                        "cause",
                        words));
        insert(
                tx,
                "plan_period",
                Map.of("account_id", account, "cause", "store " + account, "plan", "plus", "at", tx.now()));
        insert(
                tx,
                "eligibility",
                Map.of(
                        "account_id",
                        account,
                        "kind",
                        "education",
                        "provider",
                        "p",
                        "reference",
                        words,
                        "state",
                        "VERIFIED",
                        "updated_at",
                        tx.now()));
        insert(tx, "account_zone", Map.of("account_id", account, "zone", words, "changed_at", tx.now()));
        insert(
                tx,
                "account_bucket",
                Map.of("kind", "NETWORK", "bucket", sha("b"), "account_id", account, "seen_at", tx.now()));
        insert(tx, "billing_account", Map.of("account_id", account, "token", id, "refund_consent", true));
        tx.update(
                "insert into billing_purchase (provider, env, purchase_id, account_id, named, product_id, quantity, paid_minor, currency, revoked_milli,"
                        + " signed_at, state, first_seen, next_try) values ('store', 'production', ?, ?, ?, 'pack', 1, 400, 'USD', 0, ?, 'BOOKED', ?, ?)",
                "bought by " + account,
                account,
                words,
                tx.now(),
                tx.now(),
                tx.now());
        insert(
                tx,
                "billing_subscription",
                Map.of(
                        "provider",
                        "store",
                        "env",
                        "production",
                        "subscription_id",
                        "of " + account,
                        "account_id",
                        account));
        insert(
                tx,
                "billing_proof",
                Map.of(
                        "provider",
                        "store",
                        "account_id",
                        account,
                        "sha256",
                        sha("p"),
                        "content",
                        "secret of " + name,
                        "sent_at",
                        tx.now(),
                        "next_try",
                        tx.now(),
                        "note",
                        words));
    }

    private static void outward(Transaction tx, String name, String words) {
        String account = "acct_" + name;
        tx.update(
                "insert into webhook_endpoint (id, account_id, name, url, event_types, secret, created_at, updated_at) values (?, ?, ?, ?, '', ?, ?, ?)",
                "we_" + name,
                account,
                words,
                "https://" + words,
                "secret of " + name,
                tx.now(),
                tx.now());
        insert(
                tx,
                "webhook_event",
                Map.of("id", "evt_" + name, "type", "video.completed", "body", "{}", "created_at", tx.now()));
        insert(
                tx,
                "webhook_delivery",
                Map.of(
                        "endpoint_id",
                        "we_" + name,
                        "event_id",
                        "evt_" + name,
                        "state",
                        "FAILED",
                        "first_at",
                        tx.now(),
                        "problem",
                        words));
        insert(
                tx,
                "outbox",
                Map.of(
                        "at",
                        tx.now(),
                        "topic",
                        "job",
                        "subject",
                        "video_" + name + "1",
                        "account_id",
                        account,
                        "body",
                        words));
    }

    /** Somebody who enrolled, and whose key was destroyed. */
    private static void enrolled(Transaction tx, String name, String words) {
        String account = "acct_" + name;
        tx.update(
                "insert into consent_challenge (id, account_id, kinds, name, terms, nonce, digits, turns, state, shown_at, until_at)"
                        + " values (?, ?, 'likeness', ?, '1', '00112233445566778899aabbccddeeff', '4711', 'left,right', 'USED', ?, ?)",
                "chal_" + name,
                account,
                words,
                tx.now(),
                tx.now());
        tx.update(
                "insert into consent_enrolment (id, account_id, kinds, name, terms, digits, turns, state, sha256, media_type, milliseconds,"
                        + " remarks, created_at, destroyed_at) values (?, ?, 'likeness', ?, '1', '4711', 'left,right', 'REVOKED', ?, 'video/mp4',"
                        + " 5000, ?, ?, ?)",
                "enr_" + name,
                account,
                words,
                sha("recording of " + name),
                words,
                tx.now(),
                tx.now());
        tx.update("insert into consent_title (enrolment_id, subject_id) values (?, ?)", "enr_" + name, "char_" + name);
        tx.update(
                "insert into consent_receipt (id, account_id, enrolment_id, kind, body, sha256, signature, public_key, at)"
                        + " values (?, ?, ?, 'consent', ?, ?, 'c2ln', 'a2V5', ?)",
                "rcpt_" + name,
                account,
                "enr_" + name,
                "{\"name\":\"" + words + "\"}",
                sha(words),
                tx.now());
        tx.update("insert into rights_approved (holder, account_id, at) values (?, ?, ?)", account, account, tx.now());
        tx.update(
                "insert into rights_removal (job_id, holder, reason, at) values (?, ?, ?, ?)",
                "video_" + name + "1",
                account,
                words,
                tx.now());
    }

    private static void lookedAt(Transaction tx, String name, String words) {
        String account = "acct_" + name;
        String job = "video_" + name + "1";
        tx.update(
                "insert into review (job_id, account_id, purpose, licence_use, text_mac, guards, said, urgent, state, sentence, appeal,"
                        + " asked_at, ends_at) values (?, ?, 'prompt', 'personal', ?, ?, '', false, 'APPEALED', ?, ?, ?, ?)",
                job,
                account,
                sha("text of " + name),
                sha("guards"),
                words,
                words,
                tx.now(),
                tx.now());
        tx.update("insert into view_viewer (id, account_id, since) values (?, ?, ?)", "v_" + name, account, tx.now());
        tx.update(
                "insert into view_event (at, on_day, play, n, kind, watched_ms, visible, job_id, viewer, level, began, network)"
                        + " values (?, '2026-11-23', ?, 0, 'START', 0, true, ?, ?, 'SIGNED_IN', ?, 'n')",
                tx.now(),
                "play_" + name,
                job,
                "v_" + name,
                tx.now());
        tx.update(
                "insert into view_appeal (id, job_id, on_day, account_id, text, state, at) values (?, ?, '2026-11-23', ?, ?, 'OPEN', ?)",
                "appeal_" + name,
                job,
                account,
                words,
                tx.now());
    }

    private static void insert(Transaction tx, String table, Map<String, Object> row) {
        List<String> columns = List.copyOf(row.keySet());
        tx.update(sql(table, columns), columns.stream().map(row::get).toArray());
    }

    private static long insert(Transaction tx, String key, String table, Map<String, Object> row) {
        List<String> columns = List.copyOf(row.keySet());
        return tx.insert(
                key, sql(table, columns), columns.stream().map(row::get).toArray());
    }

    private static String sql(String table, List<String> columns) {
        return "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + "?, ".repeat(columns.size() - 1) + "?)";
    }

    private static String sha(String of) {
        return Secrets.digest(of);
    }
}
