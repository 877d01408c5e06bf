package org.mutoscope.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Finds the route of a request. A route is written {@code "GET /v1/videos/{id}"}; a fixed part of a path goes before a name. */
final class Router {
    private final List<Route> routes = new ArrayList<>();

    /** Answers requests of one route. */
    interface Handler {
        Answer answer(Ask ask) throws IOException;
    }

    /** One line of the table. */
    record Route(String method, List<String> parts, Access access, Handler handler) {
        private static boolean isName(String part) {
            return part.startsWith("{");
        }

        private long names() {
            return parts.stream().filter(Route::isName).count();
        }

        private boolean fits(String[] path) {
            if (path.length != parts.size()) {
                return false;
            }
            for (int i = 0; i < path.length; i++) {
                String part = parts.get(i);
                if (!isName(part) && !part.equals(path[i])) {
                    return false;
                }
            }
            return true;
        }

        /** What the names stand for. */
        Map<String, String> values(String[] path) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < path.length; i++) {
                String part = parts.get(i);
                if (isName(part)) {
                    // A plus sign in a path is a plus sign.
                    values.put(part.substring(1, part.length() - 1), Ask.decoded(path[i].replace("+", "%2B")));
                }
            }
            return values;
        }

        @Override
        public String toString() {
            return method + " /" + String.join("/", parts);
        }
    }

    Router add(String route, Access access, Handler handler) {
        int blank = route.indexOf(' ');
        routes.add(new Route(route.substring(0, blank), List.of(split(route.substring(blank + 1))), access, handler));
        routes.sort(Comparator.comparing(Route::names));
        return this;
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The parts of a path, as they were sent. */
    static String[] split(String path) {
        return (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    }

    /**
     * The route for a method and a path; HEAD goes where GET goes.
     *
     * @throws Problem {@code not_found}, or {@link WrongMethod}
     */
    Route find(String method, String[] path) throws WrongMethod {
        String wanted = method.equals("HEAD") ? "GET" : method;
        List<String> first = null;
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (route.fits(path) && (first == null || first.equals(route.parts()))) {
                if (route.method().equals(wanted)) {
                    return route;
                }
                first = route.parts();
                allowed.add(route.method());
            }
        }
        if (first == null) {
            throw nothing();
        }
        throw new WrongMethod(String.join(", ", allowed));
    }

    static Problem nothing() {
        return new Problem(Code.NOT_FOUND, "There is nothing at this address. GET /openapi.json lists what there is.");
    }

    /** There is such an address, but not for this method. */
    static final class WrongMethod extends Exception {
        private static final long serialVersionUID = 1L;

        private final String allowed;

        WrongMethod(String allowed) {
            super(allowed, null, false, false);
            this.allowed = allowed;
        }

        /** The methods it takes, as the header Allow lists them. */
        String allowed() {
            return allowed;
        }
    }
}
