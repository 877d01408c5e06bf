package org.mutoscope.tck;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseProof;

/** A provider that does one thing wrong, or nothing. Its signature is a toy; its store says {@code good:ID.}. */
final class BadProvider implements BillingProvider {
    private static final Pattern PROOF = Pattern.compile("(production|sandbox):(P[0-9]{1,9}):([0-9a-f]{1,8})");
    private static final Pattern NOTICE = Pattern.compile("(E[0-9]{1,9});([a-z]{1,20});(P[0-9]{1,9});([0-9a-f]{1,8})");
    private static final int CROWD = 8;

    private final Fault fault;
    private final AtomicInteger inside = new AtomicInteger();
    private final BadStore store;
    /** The operator's own word in all signatures of proofs. */
    private volatile String salt = "";

    BadProvider(Fault fault) {
        this.fault = fault;
        this.store = new BadStore(fault == Fault.interruptEndsTheCall);
    }

    void salt(String now) {
        if (fault != Fault.takesNewConfiguration || salt.isEmpty() && now.isEmpty()) {
            salt = now;
        }
    }

    BadStore store() {
        return store;
    }

    static String sign(String text, String key) {
        return Integer.toHexString((key + text).hashCode());
    }

    private static boolean signed(Matcher match, String text, BillingContext context) {
        return match.group(match.groupCount())
                .equals(sign(text, context.secret("key").orElseThrow()));
    }

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) {
        if (fault == Fault.secretsAndProofsStayInside) {
            Logger.getLogger("bad").fine("looking at " + proof.content());
        }
        if (fault == Fault.junkIsRejected && proof.content().length() > 1000) {
            throw new IllegalArgumentException("too long for me");
        }
        crowd();
        Matcher match = PROOF.matcher(proof.content());
        if (!match.matches()) {
            return rejected();
        }
        if (!signed(match, salt + match.group(1) + match.group(2), context)) {
            return fault == Fault.forgedProofIsRejected ? new ProofOutcome.Unknown("cannot tell") : rejected();
        }
        String id = match.group(2);
        if (fault == Fault.replayedProofIsTheSamePurchase && proof.accountId().equals("acct_two")) {
            id += "2";
        }
        String environment = fault == Fault.foreignProofIsNoProductionPurchase ? "production" : match.group(1);
        int revoked = fault == Fault.goodProofStatesThePurchase ? 1 : 0;
        return new ProofOutcome.Verified(
                fact(id, environment, revoked, context.clock().instant()));
    }

    private void crowd() {
        if (fault == Fault.manyCallersAtOnce) {
            try {
                if (inside.incrementAndGet() > CROWD) {
                    throw new IllegalStateException("too many callers for me");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    private ProofOutcome rejected() {
        String code = fault == Fault.refusalsAreNamed ? "No way!" : "not_signed";
        return new ProofOutcome.Rejected(code, "The store has not signed this; buy the pack again.");
    }

    private PurchaseFact fact(String id, String environment, int revoked, Instant at) {
        return new PurchaseFact(id, environment, "pack100", 1, Optional.empty(), 400, "USD", revoked, at);
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context) throws NoticeRefused {
        String text = new String(notice.body(), StandardCharsets.UTF_8);
        if (fault == Fault.junkNoticeIsRefused && text.isEmpty()) {
            throw new IllegalStateException("no body");
        }
        Matcher match = NOTICE.matcher(text);
        if (!match.matches()
                || !signed(match, match.group(1) + match.group(2) + match.group(3), context)
                        && fault != Fault.forgedNoticeIsRefused) {
            throw new NoticeRefused("the store has not signed this");
        }
        return reading(match, context);
    }

    private NoticeReading reading(Matcher match, BillingContext context) throws NoticeRefused {
        String type = match.group(2);
        String id = match.group(3);
        String event = fault == Fault.eventsHaveTheirOwnIds ? id : match.group(1);
        if (!List.of("purchase", "refund").contains(type)) {
            if (fault == Fault.unknownTypeIsKept) {
                throw new NoticeRefused("never heard of " + type);
            }
            return new NoticeReading(event, type, false, List.of(), List.of(), List.of());
        }
        if (fault == Fault.orderOfNoticesDoesNotMatter
                && type.equals("refund")
                && context.read(id).isEmpty()) {
            return NoticeReading.of(event, type, List.of());
        }
        context.write(id, "seen");
        if (fault == Fault.sameNoticeSameReading) {
            event += "at" + context.clock().instant().getEpochSecond();
        }
        return NoticeReading.of(
                event, type, List.of(fact(id, "production", type.equals("refund") ? 100_000 : 0, Instant.EPOCH)));
    }

    @Override
    public ProofOutcome lookup(String id, BillingContext context) throws InterruptedException {
        ProofOutcome good = new ProofOutcome.Verified(fact(
                fault == Fault.lookupAgreesWithTheProof ? id + "0" : id,
                "production",
                0,
                context.clock().instant()));
        if (!id.matches("P[0-9]{1,9}")) {
            return fault == Fault.lookupOfNothingFindsNothing ? good : rejected();
        }
        try {
            HttpResponse<String> answer = store.ask("/purchases/" + id, context);
            return switch (answer.statusCode()) {
                case 200 -> answer.body().equals("good:" + id + ".") || fault == Fault.garbageIsUnknown
                        ? good
                        : new ProofOutcome.Unknown("unreadable");
                case 404 -> fault == Fault.missingIsNeverGood ? good : rejected();
                case 429 -> fault == Fault.busyStoreIsUnknown
                        ? new ProofOutcome.Pending(Duration.ofSeconds(7))
                        : new ProofOutcome.Unknown("busy");
                default -> fault == Fault.brokenStoreIsUnknown ? rejected() : new ProofOutcome.Unknown("broken");
            };
        } catch (ConnectException e) {
            return fault == Fault.unreachableStoreIsUnknown ? rejected() : new ProofOutcome.Unknown("unreachable");
        } catch (IOException e) {
            return new ProofOutcome.Unknown("broken off");
        }
    }

    @Override
    public boolean settled(PurchaseFact fact, BillingContext context) throws InterruptedException {
        try {
            return store.ask("/settled", context).statusCode() == 200 || fault == Fault.settledAdmitsFailure;
        } catch (IOException e) {
            return false;
        }
    }
}
