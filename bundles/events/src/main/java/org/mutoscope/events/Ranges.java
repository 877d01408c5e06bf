package org.mutoscope.events;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses are public. By the special-purpose registries of IANA (RFC 6890): of IPv4 everything but the ranges listed, of IPv6 only 2000::/3 without the
 * ranges listed, which leaves out mapped and translated forms of IPv4 addresses too.
 */
final class Ranges {
    private static final List<Range> NOT_PUBLIC = of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    private static final Range GLOBAL_IPV6 = of("2000::/3").get(0);
    private static final int IPV4_BYTES = 4;

    private Ranges() {}

    static boolean isPublic(InetAddress address) {
        return (address.getAddress().length == IPV4_BYTES || GLOBAL_IPV6.holds(address))
                && NOT_PUBLIC.stream().noneMatch(range -> range.holds(address));
    }

    /** Reads {@code 10.0.0.0/8}, or one address. @return empty if it is neither: then it is a name */
    static Optional<Range> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            byte[] network = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? network.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > network.length * Byte.SIZE
                    ? Optional.empty()
                    : Optional.of(new Range(network, bits));
        } catch (UnknownHostException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static List<Range> of(String... ranges) {
        return Stream.of(ranges).map(text -> parse(text).orElseThrow()).toList();
    }

    /** A range of addresses. */
    static final class Range {
        private final byte[] network;
        private final int bits;

        private Range(byte[] network, int bits) {
            this.network = network;
            this.bits = bits;
        }

        boolean holds(InetAddress address) {
            byte[] other = address.getAddress();
            if (other.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((network[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
