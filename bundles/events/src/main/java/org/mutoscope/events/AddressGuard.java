package org.mutoscope.events;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Looks names up for the HTTP client and lets through only addresses that may be reached. The client connects to what this gave it: a name that leads elsewhere
 * a moment later changes nothing. Safe for use by several threads.
 */
final class AddressGuard implements DnsResolver {
    private static final int LONGEST = 2000;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Names names;
    private final Supplier<List<String>> allowed;

    /** @param allowed names and ranges that may be reached although they are not public */
    AddressGuard(Names names, Supplier<List<String>> allowed) {
        this.names = names;
        this.allowed = allowed;
    }

    /** Looks a name up. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** A name that leads where nobody may go. */
    static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }
    }

    /** @throws Problem {@code address_refused} about its form or where it leads now */
    void check(URI address) {
        requireForm(address);
        try {
            resolve(address.getHost());
        } catch (Refused e) {
            throw refused(e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw refused("The name " + address.getHost() + " leads nowhere.", e);
        }
    }

    static void requireForm(URI address) {
        String scheme = address.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(java.util.Locale.ROOT))) {
            throw refused("The address must begin with https:// or http://.", null);
        }
        if (address.getHost() == null || address.toString().length() > LONGEST) {
            throw refused("The address must name a host and have at most " + LONGEST + " characters.", null);
        }
        if (address.getUserInfo() != null) {
            throw refused("The address must not hold a user name or password.", null);
        }
    }

    static Problem refused(String sentence, Exception cause) {
        return new Problem(Code.ADDRESS_REFUSED, sentence, "url", cause);
    }

    /** All addresses of a name; if one of them must not be reached, none is. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = names.of(host);
        for (InetAddress address : found) {
            if (!Ranges.isPublic(address) && !isAllowed(host, address)) {
                throw new Refused("The host " + host
                        + " leads to an address inside a private, local or reserved network, which is not reached from here."
                        + " The operator can allow it: the key \"allow\" of org.mutoscope.events.");
            }
        }
        return found;
    }

    private boolean isAllowed(String host, InetAddress address) {
        return allowed.get().stream().anyMatch(entry -> Ranges.parse(entry)
                .map(range -> range.holds(address))
                .orElseGet(() -> entry.equalsIgnoreCase(host)));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
