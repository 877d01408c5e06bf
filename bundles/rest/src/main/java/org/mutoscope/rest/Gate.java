package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
    private final RateLimiter keys = new RateLimiter(System::nanoTime);
    private final RateLimiter strangers = new RateLimiter(System::nanoTime);

    Gate(House house, Supplier<Settings> settings) {
        this.house = house;
        this.settings = settings;
    }

    /** Lets a call through and notes who it is. @throws Problem if it may not pass */
    void pass(Access needed, Call call, String authorization) {
        if (needed == Access.OPEN) {
            stranger(call);
            return;
        }
        String key = known(call, authorization);
        limit(call, key);
        Caller caller = call.caller();
        if (!needed.allows(caller)) {
            String roles = needed.roles().stream().map(Enum::name).sorted().collect(Collectors.joining(" or "));
            throw new Problem(Code.FORBIDDEN, "This needs a key with the role " + roles + ".");
        }
    }

    /** @return the key, which is good */
    private String known(Call call, String authorization) {
        try {
            String key = key(authorization);
            call.caller(house.identity().authenticate(key));
            return key;
        } catch (Problem e) {
            if (e.code().status() == HttpServletResponse.SC_UNAUTHORIZED) {
                stranger(call);
            }
            throw e;
        }
    }

    /** Counts whoever shows no key that is good, by address. Health and notices are not counted: balancers ask often, and stores have a limit of their own. */
    private void stranger(Call call) {
        int most = settings.get().front().openPerMinute();
        String route = call.route();
        if (most == 0 || route.startsWith("GET /health") || route.endsWith("/notices")) {
            return;
        }
        RateLimiter.Answer answer = strangers.take(call.origin().network(), most, most);
        call.rate(answer);
        if (!answer.allowed()) {
            throw new Problem(
                    Code.RATE_LIMIT_EXCEEDED,
                    "More than " + most + " requests a minute without a valid key come from this address. Wait "
                            + answer.retryMillis() + " ms, or send a key.");
        }
    }

    private void limit(Call call, String key) {
        Settings now = settings.get();
        int most = now.front().keyPerMinute();
        if (most > 0) {
            // By its digest: what is kept in memory opens nothing.
            byte[] digest = Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8));
            limit(call, keys.take(HexFormat.of().formatHex(digest, 0, 16), most, most), "This key", most);
        }
        if (now.requestsPerMinute() > 0) {
            int all = now.requestsPerMinute();
            limit(call, limiter.take(call.caller().accountId(), all, now.burstRequests()), "This account", all);
        }
    }

    private static void limit(Call call, RateLimiter.Answer answer, String who, int most) {
        RateLimiter.Answer before = call.rate();
        call.rate(before == null || !answer.allowed() || answer.remaining() < before.remaining() ? answer : before);
        if (!answer.allowed()) {
            throw new Problem(
                    Code.RATE_LIMIT_EXCEEDED,
                    who + " makes more than " + most + " requests a minute. Wait " + answer.retryMillis() + " ms.");
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
