package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Said;
import org.mutoscope.core.road.Screens;
import org.mutoscope.core.storage.Transaction;

/**
 * Asks all prompt guards, lowest order first, until one blocks. Fails closed: a guard that cannot be asked blocks too. What a person must look at first is an order
 * that waits, where there is a review desk; a text that is no order, or one without a desk, is refused.
 */
final class Guards implements Screens {
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;
    private final Supplier<ReviewGate> desk;

    /** @param desk answers null while there is none */
    Guards(Kinds kinds, Supplier<PipelineConfig> settings, Supplier<ReviewGate> desk) {
        this.kinds = kinds;
        this.settings = settings;
        this.desk = desk;
    }

    private record Text(String accountId, String text, String purpose) implements Screening {}

    @Override
    public void require(String accountId, String text, String purpose) {
        try {
            if (patiently(new Text(accountId, text, purpose)).waits()) {
                throw new Problem(
                        Code.MODERATION_BLOCKED,
                        "A person must look at this text first, and only orders of clips can wait for that. Nothing was sent anywhere.");
            }
        } catch (Problem e) {
            throw new Problem(e.code(), e.getMessage(), purpose, e);
        }
    }

    Screened screen(Order order) {
        return patiently(new Text(order.accountId(), order.prompt(), purpose(order)));
    }

    private Screened patiently(Screening text) {
        for (int look = 1; ; look++) {
            try {
                return screen(text);
            } catch (Gone e) {
                if (look == Used.LOOKS) { // its successor would be there by now
                    throw unchecked(e.guard, e);
                }
            }
        }
    }

    /** A guard went away while it was to be asked. */
    private static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Offered<PromptGuard> guard;

        Gone(Offered<PromptGuard> guard, Exception cause) {
            super("the guard " + guard.id() + " went away", cause);
            this.guard = guard;
        }
    }

    private Screened screen(Screening text) throws Gone {
        List<Said> said = new ArrayList<>();
        for (Offered<PromptGuard> guard : Used.inOrder(kinds.guards(), PromptGuard.ORDER)) {
            Verdict verdict = ask(guard, text);
            if (verdict instanceof Verdict.Block block) {
                throw new Problem(Code.MODERATION_BLOCKED, Texts.cut(block.message(), 500), "prompt", null);
            }
            String reason = verdict instanceof Verdict.Review review ? review.reason() : null;
            said.add(new Said(Used.by(guard), reason, verdict.findings()));
        }
        Screened screened = new Screened(said, false);
        return screened.waits() ? answered(text, screened) : screened;
    }

    /** What a person said of it before counts while nothing has changed that it was said about. */
    private Screened answered(Screening text, Screened screened) {
        ReviewGate there = desk.get();
        if (there == null) {
            throw blocked(
                    "A person must look at this prompt first, and the review desk is not there. Nothing was charged.");
        }
        ReviewGate.Looked looked = looked(text.accountId(), text.purpose(), text.text(), screened);
        Optional<ReviewGate.Answer> answer = there.known(looked);
        if (answer.isPresent() && !answer.get().allowed()) {
            throw blocked(Texts.cut(answer.get().sentence(), 500));
        }
        return new Screened(screened.said(), answer.isPresent());
    }

    private static ReviewGate.Looked looked(String account, String purpose, String text, Screened screened) {
        return new ReviewGate.Looked(account, purpose, text, screened.by());
    }

    private static String purpose(Order order) {
        return order.film() == null ? PROMPT : "storyboard";
    }

    /** Puts an order on the desk, in the transaction that queues it, if a person must look at it. */
    void open(Transaction tx, Order order, Screened screened) {
        if (!screened.waits()) {
            return;
        }
        ReviewGate there = desk.get();
        if (there == null) {
            throw new Problem(
                    Code.STARTING,
                    "The review desk has gone while this request was looked at. Nothing was charged; send it again.");
        }
        ReviewGate.Looked looked = looked(order.accountId(), purpose(order), order.prompt(), screened);
        there.open(
                tx,
                new ReviewGate.Order(order.jobId(), looked, order.licensing().purpose(), screened.said()));
    }

    private static Problem blocked(String sentence) {
        return new Problem(Code.MODERATION_BLOCKED, sentence, "prompt", null);
    }

    private Verdict ask(Offered<PromptGuard> guard, Screening text) throws Gone {
        Optional<Leased<PromptGuard>> lease = guard.lease();
        if (lease.isEmpty()) {
            throw new Gone(guard, null);
        }
        Duration deadline = Duration.ofMillis(settings.get().guard_milliseconds());
        try (Leased<PromptGuard> leased = lease.get()) {
            Verdict verdict = kinds.calls().call(leased, "screen", deadline, g -> g.screen(text));
            if (verdict == null) {
                throw unchecked(guard, null);
            }
            return verdict;
        } catch (PartnerFault e) {
            if (lease.get().gone()) {
                throw new Gone(guard, e);
            }
            throw unchecked(guard, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unchecked(guard, e);
        }
    }

    private static Problem unchecked(Offered<PromptGuard> guard, Exception cause) {
        return new Problem(
                Code.MODERATION_BLOCKED,
                "The prompt could not be checked: the guard " + guard.id()
                        + " did not answer, and what is not checked is not made."
                        + " Nothing was charged; try again later.",
                "prompt",
                cause);
    }
}
