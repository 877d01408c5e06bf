package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reverse proxies that are believed about whom they speak for. What {@code X-Forwarded-*} says counts only if the connection comes from
 * one of them; from anybody else it is a claim that everybody can make, and is not looked at. Safe for use by several threads.
 */
final class Proxies {
    static final Proxies NONE = new Proxies(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Proxies.class);
    private static final int MOST_HOPS = 20;
    private static final String HOST = "[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\\[[0-9a-fA-F:.]{2,45}\\](:[0-9]{1,5})?";

    private final List<NetworkRange> ranges;

    private Proxies(List<NetworkRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** A range that cannot be read is left out and told to the log: nobody is believed by mistake. */
    static Proxies of(String... ranges) {
        List<NetworkRange> read = new ArrayList<>();
        for (String range : ranges) {
            try {
                read.add(NetworkRange.of(range.strip()));
            } catch (IllegalArgumentException e) {
                LOG.error("trusted.proxies: {}. It is left out.", e.getMessage());
            }
        }
        return new Proxies(read);
    }

    /** Who really asks, as far as those say who are believed. */
    Origin origin(HttpServletRequest request) {
        String peer = bare(request.getRemoteAddr());
        if (!believed(peer)) {
            return new Origin(peer, request.isSecure(), host(request.getHeader("host")), true);
        }
        String proto = last(request, "x-forwarded-proto");
        String host = last(request, "x-forwarded-host");
        boolean secure = proto == null
                ? request.isSecure()
                : proto.toLowerCase(Locale.ROOT).equals("https");
        return new Origin(client(request, peer), secure, host(host == null ? request.getHeader("host") : host), false);
    }

    /** The web server writes IPv6 in brackets, and an address of one link with the name of the link: {@code [fe80::1%eth0]}. */
    private static String bare(String peer) {
        return peer.replaceFirst("^\\[([^\\]]*)\\]$", "$1").replaceFirst("%.*$", "");
    }

    /** From the right, where the nearest proxy wrote, to the first address that is none of ours: what stands left of it, that one may have invented. */
    private String client(HttpServletRequest request, String peer) {
        List<String> hops = values(request, "x-forwarded-for");
        String client = peer;
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MOST_HOPS); i--) {
            Optional<String> hop = address(hops.get(i));
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
            if (!believed(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean believed(String address) {
        return !ranges.isEmpty()
                && NetworkRange.bytes(address)
                        .filter(bytes -> ranges.stream().anyMatch(range -> range.holds(bytes)))
                        .isPresent();
    }

    /** An address without port and brackets; empty if it is none. */
    private static Optional<String> address(String hop) {
        String bare =
                hop.replaceFirst("^\\[([^\\]]*)\\](:[0-9]{1,5})?$", "$1").replaceFirst("^([0-9.]+):[0-9]{1,5}$", "$1");
        return NetworkRange.bytes(bare).map(bytes -> bare);
    }

    private static String last(HttpServletRequest request, String name) {
        List<String> values = values(request, name);
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    private static List<String> values(HttpServletRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(name))) {
            for (String value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    private static String host(String host) {
        return host != null && host.matches(HOST) ? host : null;
    }

    /**
     * Where a request comes from.
     *
     * @param address of the client, in digits
     * @param secure whether the client speaks TLS, to us or to a proxy that is believed
     * @param host what the client calls us, with a port or without; null if that makes no sense
     * @param direct whether no proxy that is believed stands between
     */
    record Origin(String address, boolean secure, String host, boolean direct) {
        /** Whether it comes from this machine itself. */
        boolean local() {
            return NetworkRange.bytes(address)
                    .filter(bytes -> bytes.length == 4 ? bytes[0] == 127 : LOOPBACK.holds(bytes))
                    .isPresent();
        }

        private static final NetworkRange LOOPBACK = NetworkRange.of("::1");

        /** What requests without a key are counted by: an IPv4 address, or the /64 that one IPv6 customer has for itself. */
        String network() {
            return NetworkRange.bytes(address)
                    .filter(bytes -> bytes.length == 16)
                    .map(bytes -> java.util.HexFormat.of().formatHex(bytes, 0, 8))
                    .orElse(address);
        }
    }
}
