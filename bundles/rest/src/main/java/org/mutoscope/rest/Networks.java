package org.mutoscope.rest;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Notes from which networks and on which devices accounts order clips, where the operator counts that: a /24 of IPv4, a /48 of IPv6, and what a
 * gateway says of the device. Safe for use by several threads.
 */
final class Networks {
    /** Says on which device somebody orders; set by a gateway that has had the device attested. */
    static final String DEVICE = "x-mutoscope-device";

    private static final int REMEMBERED = 10_000;
    private static final long NANOS = Duration.ofHours(1).toNanos();

    private final House house;
    /** When an account was last noted in a network, so that a busy one does not write for every clip. */
    private final Map<String, Long> noted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    Networks(House house) {
        this.house = house;
    }

    void note(Ask ask) {
        Quota quota = house.quota;
        if (quota == null) {
            return;
        }
        String account = ask.caller().accountId();
        if (quota.watchesNetworks()) {
            of(ask.peer()).filter(network -> fresh(account + " " + network)).ifPresent(network -> house.work()
                    .write(tx -> {
                        quota.seen(tx, account, network);
                        return null;
                    }));
        }
        if (quota.watchesDevices()) {
            device(ask).filter(device -> fresh(account + " on " + device)).ifPresent(device -> house.work()
                    .write(tx -> {
                        quota.seenOn(tx, account, device);
                        return null;
                    }));
        }
    }

    /** @throws Problem {@code invalid_request} for a name that cannot be one: a gateway that is wrongly set up shall find out */
    private static Optional<String> device(Ask ask) {
        String device = ask.header(DEVICE);
        if (device == null || device.isEmpty()) {
            return Optional.empty();
        }
        if (!device.matches("[A-Za-z0-9._:-]{1,160}")) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "The header " + DEVICE + " names a device with 1 to 160 letters, digits and . _ : -",
                    DEVICE,
                    null);
        }
        return Optional.of(device);
    }

    private boolean fresh(String key) {
        long now = System.nanoTime();
        synchronized (noted) {
            Long before = noted.get(key);
            if (before != null && now - before < NANOS) {
                return false;
            }
            noted.put(key, now);
            return true;
        }
    }

    /** The network of an address; none for addresses that are not of the open network. @param address in digits, as the container gives it */
    static Optional<String> of(String address) {
        if (address == null || !address.matches("[0-9a-fA-F:.]{2,45}")) {
            return Optional.empty();
        }
        try {
            InetAddress peer = InetAddress.getByName(address); // digits: nothing is looked up
            byte[] bytes = peer.getAddress();
            boolean own = (bytes[0] & 0xfe) == 0xfc && bytes.length == 16;
            if (own || peer.isLoopbackAddress() || peer.isSiteLocalAddress() || peer.isLinkLocalAddress()) {
                return Optional.empty();
            }
            int kept = peer instanceof Inet4Address ? 3 : 6;
            for (int i = kept; i < bytes.length; i++) {
                bytes[i] = 0;
            }
            return Optional.of(InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * 8);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
