package org.mutoscope.consent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.Receipt;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Receipts: what was agreed to, where, when, with which words, and that it was taken back. Signed in the transaction that they tell of. */
final class ReceiptDesk {
    private static final String READ =
            "select id, enrolment_id, kind, body, sha256, signature, public_key, at from consent_receipt where enrolment_id = ? order by seq";

    private final Office office;

    ReceiptDesk(Office office) {
        this.office = office;
    }

    List<Receipt> list(Caller by, String enrolmentId) {
        return office.storage().read(tx -> {
            EnrolmentTable.require(tx, by, enrolmentId);
            return tx.query(READ, ReceiptDesk::receipt, enrolmentId);
        });
    }

    void consent(Transaction tx, EnrolmentTable.Line line) {
        ConsentConfig settings = office.settings().get();
        ReceiptText text = begun(tx, line, "consent")
                .add("terms_sha256", hash(settings.terms_text()))
                .add("terms", settings.terms_version().equals(line.terms()) ? settings.terms_text() : null)
                .add("recorded_at", line.enrolment().createdAt())
                .add("recording_sha256", line.sha256())
                .add("recording_milliseconds", line.milliseconds())
                .add("recording_kept_until", line.recordingUntil())
                .add("digits", line.enrolment().digits())
                .add("turns", line.enrolment().turns())
                .add("template_of", line.templateOf())
                .add(
                        "reviewed_by",
                        line.enrolment().reviewer() == null
                                ? "checks"
                                : line.enrolment().reviewer());
        write(tx, line.enrolment(), "consent", text);
    }

    void revocation(Transaction tx, EnrolmentTable.Line line) {
        List<Receipt> before =
                tx.query(READ, ReceiptDesk::receipt, line.enrolment().id());
        ReceiptText text = begun(tx, line, "revocation")
                .add("reason", line.enrolment().reason())
                .add("revokes_sha256", before.isEmpty() ? null : before.get(0).sha256());
        write(tx, line.enrolment(), "revocation", text);
    }

    private ReceiptText begun(Transaction tx, EnrolmentTable.Line line, String kind) {
        Enrolment enrolment = EnrolmentTable.shown(tx, line);
        String place = office.settings().get().installation();
        return new ReceiptText()
                .add("type", "mutoscope." + kind)
                .add("format", 1)
                .add("installation", place.isBlank() ? null : place)
                .add("at", tx.now())
                .add("enrolment", enrolment.id())
                .add("account", enrolment.accountId())
                .add("name", enrolment.name())
                .add("kinds", new ArrayList<>(Texts.list(Texts.kinds(enrolment.kinds()), ",")))
                .add("subjects", enrolment.subjects())
                .add("terms_version", line.terms());
    }

    private void write(Transaction tx, Enrolment enrolment, String kind, ReceiptText text) {
        String body = text.toString();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        tx.update(
                "insert into consent_receipt (id, account_id, enrolment_id, kind, body, sha256, signature, public_key, at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                Texts.id("rcpt_", 12),
                enrolment.accountId(),
                enrolment.id(),
                kind,
                body,
                hash(body),
                office.signer().sign(bytes),
                office.signer().publicKey(),
                tx.now());
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Texts.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Receipt receipt(Row row) {
        return new Receipt(
                row.text("id"),
                row.text("enrolment_id"),
                row.text("kind"),
                row.text("body"),
                row.text("sha256"),
                row.text("signature"),
                row.text("public_key"),
                row.moment("at"));
    }
}
