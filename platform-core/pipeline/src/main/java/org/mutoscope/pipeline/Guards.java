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

/** Asks all prompt guards, lowest order first, until one blocks. Fails closed: a guard that cannot be asked blocks too. */
final class Guards {
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;

    Guards(Kinds kinds, Supplier<PipelineConfig> settings) {
        this.kinds = kinds;
        this.settings = settings;
    }

    private record Text(String accountId, String text, String purpose) implements Screening {}

    Screened screen(Order order) {
        Screening text = new Text(order.accountId(), order.prompt(), order.film() == null ? "prompt" : "storyboard");
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

    private Verdict ask(Offered<PromptGuard> guard, Screening text) {
        Optional<Leased<PromptGuard>> lease = guard.lease();
        if (lease.isEmpty()) {
            throw unchecked(guard, null);
        }
        Duration deadline = Duration.ofMillis(settings.get().guard_milliseconds());
        try (Leased<PromptGuard> leased = lease.get()) {
            Verdict verdict = kinds.calls().call(leased, "screen", deadline, g -> g.screen(text));
            if (verdict == null) {
                throw unchecked(guard, null);
            }
            return verdict;
        } catch (PartnerFault e) {
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
