package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What is looked at before a request is read: whether it comes over TLS where it must, and through the listener where its address is. */
final class Threshold {
    private static final int HTTPS = 443;
    /** What somebody may do for its own account; whoever has ADMIN may do it too. */
    private static final Set<Role> OWN = Set.of(Role.CREATOR, Role.HOLDER);

    private final Supplier<Front> front;
    private final Supplier<Ports> ports;

    Threshold(Supplier<Front> front, Supplier<Ports> ports) {
        this.front = front;
        this.ports = ports;
    }

    /**
     * Lets a request come nearer, or gives the answer that sends it elsewhere.
     *
     * @return null if it may come
     * @throws Problem {@code tls_required} for a request that must not be repeated by itself: its key was sent in the clear
     */
    Answer stopped(Proxies.Origin origin, HttpServletRequest request) {
        if (!front.get().tlsOnly() || origin.secure() || origin.local()) {
            return null;
        }
        boolean looks = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        String host = origin.host();
        int port = origin.direct() ? ports.get().tls() : HTTPS;
        if (!looks || request.getHeader("authorization") != null || host == null || port == 0) {
            throw new Problem(
                    Code.TLS_REQUIRED,
                    "This platform takes requests over TLS alone: use https. If a key was sent with this one, others may"
                            + " have read it on its way; revoke it and issue another.");
        }
        String name = host.replaceFirst(":[0-9]{1,5}$", "");
        String query = request.getQueryString();
        return Answer.of(308)
                .with(
                        "location",
                        "https://" + name + (port == HTTPS ? "" : ":" + port) + request.getRequestURI()
                                + (query == null ? "" : "?" + query));
    }

    /** @throws Problem {@code not_found} for administration at a listener that is not for it */
    void at(Router.Route route, HttpServletRequest request) {
        if (route.access().administrative() && apart(request)) {
            throw Router.nothing();
        }
    }

    private boolean apart(HttpServletRequest request) {
        return ports.get().admin() && request.getAttribute(Ports.ADMIN) == null;
    }

    /** Who a caller is at this listener: where administration has one of its own, a key reaches no further than its own account at the others. */
    Caller here(Caller caller, HttpServletRequest request) {
        if (!apart(request)) {
            return caller;
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(caller.may(Role.ADMIN) ? OWN : caller.roles());
        roles.retainAll(OWN);
        return new Caller(caller.principalId(), caller.accountId(), caller.accountName(), roles);
    }

    /** Tells browsers to come over TLS from now on, where that is wanted. */
    void remind(Proxies.Origin origin, Answer answer) {
        long seconds = front.get().hstsSeconds();
        if (seconds > 0 && origin.secure()) {
            answer.with("strict-transport-security", "max-age=" + seconds);
        }
    }
}
