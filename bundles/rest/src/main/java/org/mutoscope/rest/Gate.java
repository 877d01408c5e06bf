package org.mutoscope.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Stands before every resource: key, rate, roles. And after it: the headers that every answer has. */
final class Gate implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BEARER = "bearer ";

    private final House house;
    private final Supplier<Settings> settings;
    private final RateLimiter limiter = new RateLimiter(System::nanoTime);
    private final Map<Method, Access> access = new HashMap<>();

    @Context
    private ResourceInfo matched;

    Gate(House house, Supplier<Settings> settings, Map<Method, String> routes) {
        this.house = house;
        this.settings = settings;
        routes.forEach((method, route) -> access.put(method, Access.of(route)));
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Access needed = access.getOrDefault(matched.getResourceMethod(), Access.OPEN);
        if (needed == Access.OPEN) {
            return;
        }
        Call call = (Call) request.getProperty(Call.ATTRIBUTE);
        Caller caller = house.identity().authenticate(key(request.getHeaderString("authorization")));
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
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length()) || header.length() > 500) {
            throw new Problem(
                    Code.INVALID_API_KEY,
                    "The Authorization header has another form than \"Bearer mk_...\". Send a key of this installation.");
        }
        return header.substring(BEARER.length()).trim();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Call call = (Call) request.getProperty(Call.ATTRIBUTE);
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("openai-processing-ms", call.elapsedMillis());
        RateLimiter.Answer rate = call.rate();
        if (rate != null) {
            headers.putSingle("x-ratelimit-limit-requests", rate.limit());
            headers.putSingle("x-ratelimit-remaining-requests", rate.remaining());
            headers.putSingle("x-ratelimit-reset-requests", rate.resetMillis() + "ms");
            if (!rate.allowed()) {
                headers.putSingle("retry-after-ms", rate.retryMillis());
                headers.putSingle("retry-after", (rate.retryMillis() + 999) / 1000);
            }
        }
    }
}
