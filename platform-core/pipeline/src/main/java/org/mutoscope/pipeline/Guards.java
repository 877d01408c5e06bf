package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mutoscope.api.guard.PictureGuard;
import org.mutoscope.api.guard.PictureScreening;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
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
    private final BooleanSupplier registry;
    private final Looks looks;

    /**
     * Asks those that are there.
     *
     * @param office who else is needed
     * @param looks decodes pictures for them
     */
    Guards(Kinds kinds, Supplier<PipelineConfig> settings, Office office, Looks looks) {
        this.kinds = kinds;
        this.settings = settings;
        this.desk = office.desk;
        this.registry = office.registry;
        this.looks = looks;
    }

    /**
     * Who else is needed.
     *
     * @param desk answers null while there is none
     * @param registry whether there is a registry of rights
     */
    record Office(Supplier<ReviewGate> desk, BooleanSupplier registry) {}

    private record View(String accountId, String purpose, FrameSize size, byte[] rgb) implements PictureScreening {}

    private record Text(String accountId, String text, String purpose) implements Screening {}

    @Override
    public void require(String accountId, String text, String purpose) {
        try {
            if (screen(new Text(accountId, text, purpose)).waits()) {
                throw new Problem(
                        Code.MODERATION_BLOCKED,
                        "A person must look at this text first, and only orders of clips can wait for that. Nothing was sent anywhere.");
            }
        } catch (Problem e) {
            throw new Problem(e.code(), e.getMessage(), purpose, e);
        }
    }

    Screened screen(Order order) {
        Screened words = screen(new Text(order.accountId(), order.prompt(), purpose(order)));
        if (kinds.eyes().newest().isEmpty()) {
            return words;
        }
        List<Said> seen = new ArrayList<>();
        for (Looks.Seen one : looks.of(order)) {
            seen.addAll(see(order.accountId(), one));
        }
        Screened all = new Screened(words.said(), seen, words.allowed());
        if (all.waits()) {
            requireDesk();
        }
        return all;
    }

    private List<Said> see(String account, Looks.Seen seen) {
        View view = new View(
                account, seen.purpose(), seen.picture().size(), seen.picture().rgb());
        return patiently(() ->
                askAll(Used.inOrder(kinds.eyes(), PictureGuard.ORDER), guard -> guard.screen(view), "input_reference"));
    }

    /** Asking all guards of a kind. */
    private interface Round {
        List<Said> ask() throws Gone;
    }

    private static List<Said> patiently(Round round) {
        for (int look = 1; ; look++) {
            try {
                return round.ask();
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

        private final transient Offered<?> guard;

        Gone(Offered<?> guard, Exception cause) {
            super("the guard " + guard.id() + " went away", cause);
            this.guard = guard;
        }
    }

    private Screened screen(Screening text) {
        List<Said> said = patiently(() -> {
            List<Offered<PromptGuard>> there = Used.inOrder(kinds.guards(), PromptGuard.ORDER);
            requireAll(there);
            return askAll(there, guard -> guard.screen(text), "prompt");
        });
        Screened screened = new Screened(said, List.of(), false);
        return screened.waits() ? answered(text, screened) : screened;
    }

    /** @param param what a block is about */
    private <T> List<Said> askAll(List<Offered<T>> guards, PartnerCalls.Use<T, Verdict> use, String param) throws Gone {
        List<Said> said = new ArrayList<>();
        for (Offered<T> guard : guards) {
            Verdict verdict = ask(guard, use);
            if (verdict instanceof Verdict.Block block) {
                throw new Problem(Code.MODERATION_BLOCKED, Texts.cut(block.message(), 500), param, null);
            }
            String reason = verdict instanceof Verdict.Review review ? review.reason() : null;
            said.add(new Said(Used.by(guard), reason, verdict.findings()));
        }
        return said;
    }

    /** One that looks for names may be away for a moment, while it is replaced: what comes in that moment is not let through. */
    private void requireAll(List<Offered<PromptGuard>> there) {
        if (!registry.getAsBoolean()) {
            return;
        }
        for (String name : Lists.of(settings.get().required_guards())) {
            if (there.stream().noneMatch(guard -> guard.id().equals(name))) {
                throw blocked("The prompt could not be checked: the guard " + name
                        + " is not there, and what is not checked is not made. Nothing was charged; try again later.");
            }
        }
    }

    /** What a person said of it before counts while nothing has changed that it was said about. */
    private Screened answered(Screening text, Screened screened) {
        ReviewGate there = requireDesk();
        ReviewGate.Looked looked = looked(text.accountId(), text.purpose(), text.text(), screened);
        Optional<ReviewGate.Answer> answer = there.known(looked);
        if (answer.isPresent() && !answer.get().allowed()) {
            throw blocked(Texts.cut(answer.get().sentence(), 500));
        }
        return new Screened(screened.said(), screened.seen(), answer.isPresent());
    }

    private ReviewGate requireDesk() {
        ReviewGate there = desk.get();
        if (there == null) {
            throw blocked(
                    "A person must look at this order first, and the review desk is not there. Nothing was charged.");
        }
        return there;
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
                new ReviewGate.Order(order.jobId(), looked, order.licensing().purpose(), screened.all()));
    }

    private static Problem blocked(String sentence) {
        return new Problem(Code.MODERATION_BLOCKED, sentence, "prompt", null);
    }

    private <T> Verdict ask(Offered<T> guard, PartnerCalls.Use<T, Verdict> use) throws Gone {
        Optional<Leased<T>> lease = guard.lease();
        if (lease.isEmpty()) {
            throw new Gone(guard, null);
        }
        Duration deadline = Duration.ofMillis(settings.get().guard_milliseconds());
        try (Leased<T> leased = lease.get()) {
            Verdict verdict = kinds.calls().call(leased, "screen", deadline, use);
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

    private static Problem unchecked(Offered<?> guard, Exception cause) {
        return new Problem(
                Code.MODERATION_BLOCKED,
                "The prompt could not be checked: the guard " + guard.id()
                        + " did not answer, and what is not checked is not made."
                        + " Nothing was charged; try again later.",
                "prompt",
                cause);
    }
}
