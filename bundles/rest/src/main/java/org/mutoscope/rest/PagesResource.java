package org.mutoscope.rest;

import java.util.Locale;
import org.mutoscope.core.pages.Pages;

/** Sends the files of the web studio, with what keeps a browser from doing anything else with them. */
final class PagesResource {
    /** Scripts, styles and data from here alone, none of them inside the page; pictures and films also as the page's own blobs; never in a frame. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types 'none'";

    /** What the pages never ask a browser for. */
    static final String PERMISSIONS =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private final House house;

    PagesResource(House house) {
        this.house = house;
    }

    Router routes(Router router) {
        return router.add("GET /studio", Access.OPEN, this::home).add("GET /studio/{file}", Access.OPEN, this::file);
    }

    /** Sends on to where relative addresses work. */
    Answer home(Ask ask) {
        return dressed(Answer.of(308)).with("location", "/studio/").with("cache-control", "no-cache");
    }

    /** A file. */
    Answer file(Ask ask) {
        Pages.Page page = house.pages().find(ask.path("file")).orElseThrow(Router::nothing);
        boolean packed = packed(ask.header("accept-encoding"));
        String tag = "\"" + page.tag() + (packed ? "-gz" : "") + "\"";
        String known = ask.header("if-none-match");
        boolean same = known != null && (known.equals("*") || known.contains(tag));
        Answer answer = dressed(Answer.of(same ? 304 : 200))
                .with("etag", tag)
                .with("vary", "Accept-Encoding")
                // Asked for again each time, which costs a 304: an upgrade shows at once and never half.
                .with("cache-control", "no-cache");
        if (same) {
            return answer;
        }
        if (packed) {
            answer.with("content-encoding", "gzip");
        }
        return answer.bytes(page.content(packed), page.type());
    }

    private static Answer dressed(Answer answer) {
        return answer.with("content-security-policy", POLICY)
                .with("permissions-policy", PERMISSIONS)
                .with("x-content-type-options", "nosniff")
                .with("x-frame-options", "DENY")
                .with("referrer-policy", "same-origin")
                .with("cross-origin-opener-policy", "same-origin")
                .with("cross-origin-resource-policy", "same-origin");
    }

    /** Whether gzip is among what a client takes; a weight of zero means that it is not. */
    private static boolean packed(String accepted) {
        if (accepted == null) {
            return false;
        }
        for (String one : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = one.trim().split("\\s*;\\s*");
            if (parts[0].equals("gzip")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}
