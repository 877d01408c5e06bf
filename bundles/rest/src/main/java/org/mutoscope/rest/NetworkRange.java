package org.mutoscope.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A range of network addresses, written {@code 10.0.0.0/8}, {@code fd00::/8}, or an address alone. Names are never looked up. */
final class NetworkRange {
    private static final String DIGITS = "[0-9a-fA-F:.]{2,45}";

    private final byte[] address;
    private final int bits;

    private NetworkRange(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException with a sentence, if it is none */
    static NetworkRange of(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("\"" + text
                        + "\" is no network address; write 10.0.0.7, 10.0.0.0/8 or fd00::/8, names are not looked up"));
        if (slash < 0) {
            return new NetworkRange(address, address.length * 8);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > address.length * 8) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": the number behind the slash is from 0 to " + address.length * 8);
        }
        return new NetworkRange(address, Integer.parseInt(length));
    }

    /** The bytes of an address in digits; an IPv4 address in the coat of an IPv6 one is the IPv4 address. Empty for anything else. */
    static Optional<byte[]> bytes(String address) {
        if (!address.matches(DIGITS) || !(address.contains(":") || address.matches("[0-9]+(\\.[0-9]+){3}"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean holds(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if (((other[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
