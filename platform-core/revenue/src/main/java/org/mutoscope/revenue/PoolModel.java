package org.mutoscope.revenue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;

/** Asks the model of a pool, and holds its answer against the rules: nothing below one, not more than there is, known holders alone. */
final class PoolModel {
    private final Services<PeriodShare> models;
    private final PartnerCalls calls;
    private final IntSupplier seconds;

    PoolModel(Services<PeriodShare> models, PartnerCalls calls, IntSupplier seconds) {
        this.models = models;
        this.calls = calls;
        this.seconds = seconds;
    }

    /** @param by {@code bundle@version} @param parts of each holder, in the order of the names */
    record Answered(String by, Map<String, Long> parts) {
        long sum() {
            return parts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Nothing can be shared now; the message says why. */
    static final class Waits extends Exception {
        private static final long serialVersionUID = 1L;

        Waits(String sentence) {
            super(sentence, null, false, false);
        }
    }

    Answered ask(PeriodFacts facts) throws Waits {
        Offered<PeriodShare> offered = models.newest().stream()
                .filter(each -> shares(each, facts.pool()))
                .findFirst()
                .orElseThrow(() -> new Waits("No model shares " + facts.pool() + "; install one, then try again."));
        String by = offered.bundle() + "@" + offered.version();
        Optional<Leased<PeriodShare>> lease = offered.lease();
        if (lease.isEmpty()) {
            throw new Waits(by + " is just being exchanged; try again.");
        }
        try (Leased<PeriodShare> model = lease.get()) {
            List<Share> shares = calls.call(
                    model, "allocate", Duration.ofSeconds(seconds.getAsInt()), share -> copy(share.allocate(facts)));
            return new Answered(by, checked(by, facts, shares));
        } catch (PartnerFault e) {
            throw new Waits(by + (e.late() ? " did not answer in time." : " failed: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Waits("The platform was stopped while " + by + " worked.");
        }
    }

    static boolean shares(Offered<PeriodShare> model, String pool) {
        Object pools = model.properties().get(PeriodShare.POOL);
        return pools instanceof String[] many
                ? Arrays.asList(many).contains(pool)
                : pools instanceof Collection<?> some ? some.contains(pool) : pool.equals(pools);
    }

    /** The list is the model's own, so it is read while its time runs. */
    private static List<Share> copy(List<Share> shares) {
        return shares == null ? null : new ArrayList<>(shares);
    }

    private static Map<String, Long> checked(String by, PeriodFacts facts, List<Share> shares) throws Waits {
        if (shares == null || shares.stream().anyMatch(Objects::isNull)) {
            throw new Waits(by + " gave no answer.");
        }
        Map<String, Long> parts = new TreeMap<>();
        long sum = 0;
        try {
            for (Share share : shares) {
                if (!known(facts, share.holder())) {
                    throw new Waits(by + " gave something to somebody who has no claim.");
                }
                parts.merge(share.holder(), share.amount(), Math::addExact);
                sum = Math.addExact(sum, share.amount());
            }
        } catch (ArithmeticException e) {
            sum = Long.MAX_VALUE;
        }
        if (sum > facts.amount()) {
            throw new Waits(by + " gave away more than there is: " + sum + " of " + facts.amount() + ".");
        }
        return parts;
    }

    private static boolean known(PeriodFacts facts, String holder) {
        return facts.weights().getOrDefault(holder, 0L) > 0;
    }
}
