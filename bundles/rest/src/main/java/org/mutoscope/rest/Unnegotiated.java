package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;

/**
 * A request without the headers by which Jersey would choose for itself. Our answers have one form whatever is accepted (the SDKs ask for
 * {@code application/binary}), and bodies are read by {@link Body}, which tells a wrong content type in our words.
 */
final class Unnegotiated extends HttpServletRequestWrapper {
    private static final Set<String> HIDDEN =
            Set.of("accept", "accept-charset", "accept-encoding", "accept-language", "content-type");

    Unnegotiated(HttpServletRequest request) {
        super(request);
    }

    @Override
    public String getHeader(String name) {
        return hidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !hidden(name))
                .toList());
    }

    private static boolean hidden(String name) {
        return HIDDEN.contains(name.toLowerCase(Locale.ROOT));
    }
}
