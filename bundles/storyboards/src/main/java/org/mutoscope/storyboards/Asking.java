package org.mutoscope.storyboards;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Screens;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a service that writes or advises: within bounds, since the operator pays for it, and with a row for each time. */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    /** A service that keeps to its patience has this long to say so. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Outside outside;
    private final Supplier<StoryboardsConfig> settings;
    private final AtomicInteger waiting = new AtomicInteger();

    Asking(Outside outside, Supplier<StoryboardsConfig> settings) {
        this.outside = outside;
        this.settings = settings;
    }

    /** What it takes from other bundles. */
    record Outside(UnitOfWork storage, PartnerCalls calls, Screens screens, Upstream upstream) {}

    /** What is wanted. */
    enum Kind {
        /** A storyboard of a script. */
        SCRIPT("writer"),
        /** Advice on a prompt. */
        PROMPT("adviser");

        private final String field;

        private String purpose() {
            return this == SCRIPT ? Screens.SCRIPT : Screens.PROMPT;
        }

        Kind(String field) {
            this.field = field;
        }
    }

    /** A service that was chosen, or none. @param fallback whether the installation may do it itself if the service cannot */
    record Choice<T>(Optional<Offered<T>> service, boolean fallback) {}

    /**
     * Chooses a service.
     *
     * @param wanted its id, {@code own}, or null for the best there is
     * @param own name of what this installation does itself
     * @throws Problem {@code writer_not_found}
     */
    static <T> Choice<T> choose(Services<T> services, Kind kind, String wanted, String own) {
        if (wanted == null || wanted.equals(own)) {
            return new Choice<>(
                    wanted == null ? services.newest().stream().findFirst() : Optional.empty(), wanted == null);
        }
        Optional<Offered<T>> named = services.named(wanted);
        if (named.isEmpty()) {
            String there = Stream.concat(services.newest().stream().map(Offered::id), Stream.of(own))
                    .collect(Collectors.joining(", "));
            throw new Problem(
                    Code.WRITER_NOT_FOUND,
                    "There is no " + kind.field + " " + Texts.shown(wanted) + " now. There are: " + there + ".",
                    kind.field,
                    null);
        }
        return new Choice<>(named, false);
    }

    /** Who asks, for what, and the text that the service gets. */
    record Inquiry(String accountId, Kind kind, String text) {}

    /** Longest that a service may take. */
    Duration patience() {
        return Duration.ofSeconds(settings.get().service_seconds());
    }

    /**
     * Asks a service and waits for it.
     *
     * @return what it made, unchecked
     * @throws Problem {@code moderation_blocked} before anything leaves the house, {@code writer_limit}, {@code writer_failed}, {@code writer_refused}
     */
    <T, R> R ask(Offered<T> service, Inquiry inquiry, PartnerCalls.Use<T, Creation<R>> use) {
        requireTimes(inquiry);
        outside.screens()
                .require(inquiry.accountId(), inquiry.text(), inquiry.kind().purpose());
        if (waiting.incrementAndGet() > settings.get().services_at_once()) {
            waiting.decrementAndGet();
            throw limit(inquiry, "Too many are waiting for a service at this moment.");
        }
        try (Leased<T> leased = service.lease().orElseThrow(() -> failed(service, inquiry, null))) {
            return made(service, inquiry, call(leased, inquiry, use));
        } finally {
            waiting.decrementAndGet();
        }
    }

    private <T, R> Creation<R> call(Leased<T> leased, Inquiry inquiry, PartnerCalls.Use<T, Creation<R>> use) {
        Creation<R> outcome = null;
        try {
            outcome = outside.calls()
                    .call(
                            leased,
                            inquiry.kind().name().toLowerCase(java.util.Locale.ROOT),
                            patience().plus(GRACE),
                            use);
            return outcome;
        } catch (PartnerFault e) {
            LOG.warn("{} could not be asked: {}", leased.from().id(), e.getMessage());
            throw failed(leased.from(), inquiry, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(leased.from(), inquiry, e);
        } finally {
            note(leased.from().id(), inquiry, outcome);
        }
    }

    private <R> R made(Offered<?> service, Inquiry inquiry, Creation<R> outcome) {
        if (outcome instanceof Creation.Made<R> made) {
            return made.work();
        }
        if (outcome instanceof Creation.Refused<R> refused) {
            throw new Problem(
                    Code.WRITER_REFUSED,
                    refused.message() + " [" + refused.code() + "] Nothing was charged.",
                    inquiry.kind().purpose(),
                    null);
        }
        if (outcome instanceof Creation.Failed<R> failed) {
            LOG.warn("{} failed: {}: {}", service.id(), failed.code(), failed.message());
        }
        throw failed(service, inquiry, null);
    }

    private static Problem failed(Offered<?> service, Inquiry inquiry, Throwable cause) {
        return failed(service.id(), inquiry.kind(), cause);
    }

    /** A service that made nothing that can be used. */
    static Problem failed(String service, Kind kind, Throwable cause) {
        return new Problem(
                Code.WRITER_FAILED,
                "The " + kind.field + " " + service
                        + " could not do it. Nothing was charged. Try again later, or another " + kind.field + ".",
                kind.field,
                cause);
    }

    private static Problem limit(Inquiry inquiry, String why) {
        return new Problem(
                Code.WRITER_LIMIT,
                why + " Try again later, or ask for what needs no service as \"" + inquiry.kind().field + "\".",
                inquiry.kind().field,
                null);
    }

    private void requireTimes(Inquiry inquiry) {
        int most = settings.get().services_per_day();
        long asked = outside.storage().read(tx -> CostTable.today(tx, inquiry.accountId()));
        if (asked >= most) {
            throw limit(
                    inquiry,
                    "Services were asked " + asked + " times for this account today; " + most + " is the most.");
        }
    }

    private void note(String service, Inquiry inquiry, Creation<?> outcome) {
        UpstreamCost cost =
                outcome == null ? UpstreamCost.usd(0) : outcome.cost().orElse(UpstreamCost.usd(0));
        String word =
                outcome == null ? "FAULT" : outcome.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
        outside.storage().write(tx -> {
            CostTable.insert(tx, inquiry, new CostTable.Spent(service, word, cost));
            if (cost.micros() > 0) {
                String name = inquiry.kind().field + ":" + service; // a backend may have the same
                outside.upstream()
                        .paid(tx, Texts.begin(name, 40), inquiry.kind().purpose(), cost);
            }
            return null;
        });
    }
}
