package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Screens;

/** Asks all prompt guards, lowest order first, until one blocks. Fails closed: a guard that cannot be asked blocks too. */
final class Guards implements Screens {
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;

    Guards(Kinds kinds, Supplier<PipelineConfig> settings) {
        this.kinds = kinds;
        this.settings = settings;
    }

    private record Text(String accountId, String text, String purpose) implements Screening {}

    @Override
    public void require(String accountId, String text, String purpose) {
        try {
            patiently(new Text(accountId, text, purpose));
        } catch (Problem e) {
            throw new Problem(e.code(), e.getMessage(), purpose, e);
        }
    }

    Screened screen(Order order) {
        return patiently(new Text(order.accountId(), order.prompt(), order.film() == null ? PROMPT : "storyboard"));
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
        List<Finding> findings = new ArrayList<>();
        List<String> by = new ArrayList<>();
        for (Offered<PromptGuard> guard : Used.inOrder(kinds.guards(), PromptGuard.ORDER)) {
            Verdict verdict = ask(guard, text);
            if (verdict instanceof Verdict.Block block) {
                throw new Problem(Code.MODERATION_BLOCKED, Texts.cut(block.message(), 500), "prompt", null);
            }
            if (verdict instanceof Verdict.Review) {
                throw new Problem(
                        Code.MODERATION_BLOCKED,
                        "A person must look at this prompt first, and this installation has no desk for that yet. Nothing was charged.",
                        "prompt",
                        null);
            }
            findings.addAll(verdict.findings());
            by.add(Used.by(guard));
        }
        return new Screened(List.copyOf(findings), by);
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
