package org.mutoscope.revenue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.revenue.Revenue.Tip;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Gifts: bought credits that go to those who hold a video. */
final class Tips {
    private static final int LONGEST_KEY = 120;

    private final UnitOfWork storage;
    private final Ledger ledger;
    private final SharesDesk shares;

    Tips(UnitOfWork storage, Ledger ledger, SharesDesk shares) {
        this.storage = storage;
        this.ledger = ledger;
        this.shares = shares;
    }

    Tip give(Caller by, String jobId, String key, long credits) {
        requireSound(key, credits);
        return storage.write(tx -> {
            Optional<CaptureTable.Capture> made = CaptureTable.made(tx, by.accountId(), key);
            return made.isPresent() ? again(made.get(), jobId, credits) : give(tx, by, jobId, new Gift(key, credits));
        });
    }

    private record Gift(String key, long credits) {}

    private static void requireSound(String key, long credits) {
        if (credits < 1 || credits > Revenue.MOST_TIP) {
            throw new Problem(
                    Code.INVALID_TIP,
                    "A gift is 1 to " + Revenue.MOST_TIP + " whole credits, not " + credits + ". Nothing was charged.",
                    "credits",
                    null);
        }
        boolean plain = key != null
                && key.length() <= LONGEST_KEY
                && !key.isBlank()
                && key.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        if (!plain) {
            throw new Problem(
                    Code.INVALID_TIP,
                    "A gift has an Idempotency-Key of 1 to " + LONGEST_KEY
                            + " plain letters, so that sent twice it is given once. Nothing was charged.",
                    "Idempotency-Key",
                    null);
        }
    }

    private static Tip again(CaptureTable.Capture made, String jobId, long credits) {
        if (!made.jobId().equals(jobId) || made.credits() != credits) {
            throw new Problem(
                    Code.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was used for another gift. Use a new key. Nothing was charged.");
        }
        return shown(made);
    }

    private Tip give(Transaction tx, Caller by, String jobId, Gift gift) {
        String creator = tx.first(
                        "select account_id from job where id = ? and state = 'COMPLETED' and deleted_at is null",
                        row -> row.text("account_id"),
                        jobId)
                .orElseThrow(() -> new Problem(
                        Code.VIDEO_NOT_FOUND,
                        "There is no finished video of that id. Nothing was charged.",
                        "id",
                        null));
        boolean own = creator.equals(by.accountId())
                || Splits.of(tx, jobId).stream().anyMatch(part -> part.holder().equals(by.accountId()));
        if (own) {
            throw new Problem(
                    Code.TIP_TO_ONESELF,
                    "You have a part of this video, so this would be a gift to yourself. Nothing was charged.");
        }
        Splits.write(tx, jobId, creator, 0); // a video from before there were splits
        String id = id(by.accountId(), gift.key);
        ledger.spend(tx, new Ledger.SpendRequest(by.accountId(), id, gift.credits, Source.PURCHASE));
        CaptureTable.Capture capture = new CaptureTable.Capture(
                id, CaptureFacts.TIP, jobId, by.accountId(), gift.credits, List.of(), tx.now(), false);
        shares.note(tx, capture, gift.key);
        return shown(capture);
    }

    private static Tip shown(CaptureTable.Capture capture) {
        return new Tip(
                capture.id(), capture.jobId(), capture.credits(), capture.at(), capture.shared() ? "shared" : "given");
    }

    /** Of one key of an account one gift, also for two requests at the same moment. */
    private static String id(String accountId, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((accountId + '\n' + key).getBytes(StandardCharsets.UTF_8));
            return "tip_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
