package org.mutoscope.rest;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Stands before every resource: key, rate, roles. */
final class Gate {
    private static final String BEARER = "bearer ";
    private static final int MAX_HEADER = 500;

    private final House house;
    private final Supplier<Settings> settings;
    private final RateLimiter limiter = new RateLimiter(System::nanoTime);

    Gate(House house, Supplier<Settings> settings) {
        this.house = house;
        this.settings = settings;
    }

    /** Lets a call through and notes who it is. @throws Problem if it may not pass */
    void pass(Access needed, Call call, String authorization) {
        if (needed == Access.OPEN) {
            return;
        }
        Caller caller = house.identity().authenticate(key(authorization));
        call.caller(caller);
        limit(call);
        if (!needed.allows(caller)) {
            String roles = needed.roles().stream().map(Enum::name).sorted().collect(Collectors.joining(" or "));
            throw new Problem(Code.FORBIDDEN, "This needs a key with the role " + roles + ".");
        }
    }

    private void limit(Call call) {
        Settings now = settings.get();
        if (now.requestsPerMinute() == 0) {
            return;
        }
        RateLimiter.Answer answer =
                limiter.take(call.caller().accountId(), now.requestsPerMinute(), now.burstRequests());
        call.rate(answer);
        if (!answer.allowed()) {
            throw new Problem(
                    Code.RATE_LIMIT_EXCEEDED,
                    "This account makes more than " + now.requestsPerMinute() + " requests a minute. Wait "
                            + answer.retryMillis() + " ms.");
        }
    }

    private static String key(String header) {
        if (header == null || header.isBlank()) {
            throw new Problem(Code.MISSING_API_KEY, "Send your key in the header \"Authorization: Bearer mk_...\".");
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length()) || header.length() > MAX_HEADER) {
            throw new Problem(
                    Code.INVALID_API_KEY,
                    "The Authorization header has another form than \"Bearer mk_...\". Send a key of this installation.");
        }
        return header.substring(BEARER.length()).trim();
    }

    /** Adds the headers that every answer has. */
    static Answer dressed(Answer answer, Call call) {
        answer.with("openai-processing-ms", call.elapsedMillis());
        RateLimiter.Answer rate = call.rate();
        if (rate != null) {
            answer.with("x-ratelimit-limit-requests", rate.limit())
                    .with("x-ratelimit-remaining-requests", rate.remaining())
                    .with("x-ratelimit-reset-requests", rate.resetMillis() + "ms");
            if (!rate.allowed()) {
                answer.with("retry-after-ms", rate.retryMillis())
                        .with("retry-after", (rate.retryMillis() + 999) / 1000);
            }
        }
        return answer;
    }
}
