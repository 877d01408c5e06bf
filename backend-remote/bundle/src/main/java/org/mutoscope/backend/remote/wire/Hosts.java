package org.mutoscope.backend.remote.wire;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where an instance may go: its base address, and the hosts that the operator named. Nothing a service answers can widen it. Immutable. */
public final class Hosts {
    private final URI base;
    private final List<Entry> more;

    private record Entry(String scheme, String host, int port) {
        boolean fits(URI uri) {
            String name = uri.getHost().toLowerCase(Locale.ROOT);
            boolean same = host.startsWith("*.") ? name.endsWith(host.substring(1)) : name.equals(host);
            return same && scheme.equals(schemeOf(uri)) && port == portOf(uri);
        }
    }

    private Hosts(URI base, List<Entry> more) {
        this.base = base;
        this.more = List.copyOf(more);
    }

    /**
     * @param base an absolute address with http or https
     * @param names {@code host}, {@code *.host}, {@code host:port}, all of https, or {@code http://host:port}
     * @throws IllegalArgumentException for a name of another form
     */
    public static Hosts of(URI base, List<String> names) {
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(entry(name.strip().toLowerCase(Locale.ROOT)));
        }
        return new Hosts(base, entries);
    }

    private static Entry entry(String name) {
        String plain = name.replaceFirst("^https?://", "");
        if (!plain.matches("(\\*\\.)?[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?|\\[[0-9a-f:]+](:[0-9]{1,5})?")) {
            throw new IllegalArgumentException(
                    "hosts are written host, *.host, host:port or http://host:port, not '" + name + "'");
        }
        String scheme = name.startsWith("http://") ? "http" : "https";
        int colon = plain.lastIndexOf(':');
        boolean port = colon > plain.lastIndexOf(']');
        return new Entry(
                scheme,
                port ? plain.substring(0, colon) : plain,
                port ? Integer.parseInt(plain.substring(colon + 1)) : usual(scheme));
    }

    /** Whether an address is on the service itself, where the key may be shown. */
    public boolean own(URI uri) {
        return sound(uri)
                && schemeOf(uri).equals(schemeOf(base))
                && uri.getHost().equalsIgnoreCase(base.getHost())
                && portOf(uri) == portOf(base);
    }

    /** Whether an address may be asked. */
    public boolean allows(URI uri) {
        return own(uri) || sound(uri) && more.stream().anyMatch(entry -> entry.fits(uri));
    }

    private static boolean sound(URI uri) {
        return uri.isAbsolute()
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && schemeOf(uri).matches("https?");
    }

    private static String schemeOf(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static int portOf(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : usual(schemeOf(uri));
    }

    private static int usual(String scheme) {
        return scheme.equals("http") ? 80 : 443;
    }
}
