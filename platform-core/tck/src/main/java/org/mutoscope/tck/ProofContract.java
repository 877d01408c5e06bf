package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;

/** What a proof may become. */
interface ProofContract extends OnBench {
    /** A good proof states the purchase, exactly. */
    @Test
    default void goodProofStatesThePurchase() throws Exception {
        PurchaseFact fact = fact(bench().verify(bench().specimen.goodProof()));
        PurchaseFact wanted = bench().specimen.goodFact();
        assertAll(
                () -> assertEquals(wanted.purchaseId(), fact.purchaseId(), "purchase id"),
                () -> assertEquals(wanted.environment(), fact.environment(), "environment"),
                () -> assertEquals(wanted.productId(), fact.productId(), "product"),
                () -> assertEquals(wanted.quantity(), fact.quantity(), "quantity"),
                () -> assertEquals(wanted.accountId(), fact.accountId(), "account"),
                () -> assertEquals(wanted.paidMinor(), fact.paidMinor(), "price in minor units"),
                () -> assertEquals(wanted.currency(), fact.currency(), "currency"),
                () -> assertEquals(wanted.revokedPer100000(), fact.revokedPer100000(), "revoked"));
    }

    /** A forged proof is rejected, with a name and a sentence; it is not Unknown, which would be asked for ever. */
    @Test
    default void forgedProofIsRejected() throws Exception {
        assertFalse(bench().specimen.forgedProofs().isEmpty(), "the specimen names no forged proof");
        for (String forged : bench().specimen.forgedProofs()) {
            assertInstanceOf(ProofOutcome.Rejected.class, bench().verify(forged), "a forged proof");
        }
    }

    /** What was never a proof is rejected too: nothing is thrown, whatever a client sends. */
    @Test
    default void junkIsRejected() throws Exception {
        List<String> junk = List.of(
                "x",
                " ",
                "{}",
                "null",
                "\u0000\u0001\r\n\t",
                "../../etc/passwd",
                "a.b.c",
                "\ud83d\ude00",
                "9".repeat(65_536),
                "[".repeat(65_536));
        for (String each : junk) {
            ProofOutcome outcome = bench().verify(each);
            assertInstanceOf(ProofOutcome.Rejected.class, outcome, each.length() + " characters of junk");
        }
    }

    /** Refusals have a code that programs can read and a message that people can. */
    @Test
    default void refusalsAreNamed() throws Exception {
        List<String> refused = new ArrayList<>(bench().specimen.forgedProofs());
        refused.add("x");
        for (String proof : refused) {
            if (bench().verify(proof) instanceof ProofOutcome.Rejected rejected) {
                assertTrue(
                        rejected.code().matches("[a-z][a-z0-9_]{0,63}"), "the code is snake_case: " + rejected.code());
                int length = rejected.message().length();
                assertTrue(length >= 10 && length <= 500, "a message has 10 to 500 characters, not " + length);
            }
        }
    }

    /** The same proof again, later, after a restart, from another account: the same purchase, so that the host grants it once. */
    @Test
    default void replayedProofIsTheSamePurchase() throws Exception {
        String proof = bench().specimen.goodProof();
        String first = fact(bench().verify(proof)).purchaseId();
        bench().context.advance(Duration.ofMinutes(10));
        assertEquals(first, fact(bench().verify(proof)).purchaseId(), "purchase id of the second verification");
        assertEquals(
                first,
                fact(bench().verify(bench().specimen.provider(), "acct_one", proof))
                        .purchaseId(),
                "purchase id after a restart");
        ProofOutcome other = bench().verify(bench().provider, "acct_two", proof);
        if (!(other instanceof ProofOutcome.Rejected)) {
            assertEquals(first, fact(other).purchaseId(), "purchase id for another account");
        }
    }

    /** A proof of a test environment, or of another app, never becomes a production purchase. */
    @Test
    default void foreignProofIsNoProductionPurchase() throws Exception {
        assumeFalse(bench().specimen.foreignProofs().isEmpty(), "not declared: no foreign proof");
        for (String foreign : bench().specimen.foreignProofs()) {
            ProofOutcome outcome = bench().verify(foreign);
            if (!(outcome instanceof ProofOutcome.Rejected)) {
                assertNotEquals("production", fact(outcome).environment(), "environment of a foreign proof");
            }
        }
    }

    /** Many callers at once get the same answer as one. */
    @Test
    default void manyCallersAtOnce() throws Exception {
        String proof = bench().specimen.goodProof();
        List<Bench.Running<ProofOutcome>> calls = new ArrayList<>();
        for (int n = 0; n < 64; n++) {
            String account = "acct_" + n % 2;
            calls.add(Bench.begin(() -> bench().provider.verify(new SentProof(account, proof), bench().context)));
        }
        for (Bench.Running<ProofOutcome> call : calls) {
            ProofOutcome outcome = call.task().get(60, TimeUnit.SECONDS);
            if (!(outcome instanceof ProofOutcome.Rejected)) {
                assertEquals(
                        bench().specimen.goodFact().purchaseId(), fact(outcome).purchaseId(), "purchase id under load");
            }
        }
    }

    /** Neither what the operator keeps secret nor a proof reaches a log, the console or a message. */
    @Test
    default void secretsAndProofsStayInside() throws Exception {
        List<String> proofs = new ArrayList<>(bench().specimen.forgedProofs());
        proofs.add(bench().specimen.goodProof());
        StringBuilder said = new StringBuilder();
        try (Overheard overheard = new Overheard()) {
            for (StoreDouble.Trouble trouble : List.of(StoreDouble.Trouble.NONE, StoreDouble.Trouble.BROKEN)) {
                bench().store.trouble(trouble);
                for (String proof : proofs) {
                    said.append(bench().verify(proof) instanceof ProofOutcome.Rejected r ? r.message() : "")
                            .append('\n');
                }
                said.append(bench().lookup(bench().specimen.goodFact().purchaseId()))
                        .append('\n');
            }
            for (String secret : bench().specimen.secrets().values()) {
                assertFalse(secret.length() >= 8 && (overheard.text() + said).contains(secret), "a secret was told");
            }
            for (String proof : proofs) {
                assertFalse(proof.length() >= 8 && overheard.text().contains(proof), "a proof was logged");
            }
        }
    }

    private static PurchaseFact fact(ProofOutcome outcome) {
        return Outcomes.fact(outcome);
    }
}
