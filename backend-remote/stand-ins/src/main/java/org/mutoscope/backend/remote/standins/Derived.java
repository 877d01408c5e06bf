package org.mutoscope.backend.remote.standins;

import java.util.LinkedHashMap;
import java.util.Map;

/** Videos that come from others: remix, edit, extension. */
final class Derived {
    /** Where a derived video keeps what it comes from. */
    static final String FROM = "remixed_from_video_id";

    private static final int LONGEST = 120;
    private final Dialect dialect;

    /** @param id of the source, empty if the request names it */
    record From(Desk desk, String id) {}

    Derived(Dialect dialect) {
        this.dialect = dialect;
    }

    Job begin(String route, Map<String, Object> wish, From from) {
        dialect.prompt(wish);
        Job source = source(wish, from);
        boolean extension = route.equals("extensions");
        int more = extension ? seconds(wish) : 0;
        int seconds = (source == null ? 4 : source.order.seconds()) + more;
        if (seconds > LONGEST) {
            throw Dialect.bad("invalid_value", "A video has at most 120 seconds.");
        }
        String model = Dialect.text(wish, "model", source == null ? "sora-2" : source.order.model());
        String size = source == null ? "720x1280" : source.order.size();
        Map<String, Object> kept = new LinkedHashMap<>(wish);
        kept.put(FROM, source == null || extension ? null : source.id);
        // An extension costs what is new in it.
        long price = (extension ? more : seconds) * Dialect.perSecond(model, size);
        Order order = new Order(model, seconds, size, true, price, kept);
        return from.desk().begin(dialect.id(order), order);
    }

    /** The source; null if its file came along. */
    private Job source(Map<String, Object> wish, From from) {
        Object video = wish.get("video");
        if (from.id().isEmpty() && video instanceof Part) {
            return null;
        }
        Map<String, Object> object = Asked.object(video);
        Object named = object == null ? wish.get("video[id]") : object.get("id");
        String id = from.id().isEmpty() ? String.valueOf(named instanceof Part part ? part.text() : named) : from.id();
        Job source = from.desk().job(id).orElseThrow(() -> dialect.unknown(id));
        if (source.state() != Job.State.DONE) {
            throw Dialect.bad("invalid_value", "The source video is not completed.");
        }
        return source;
    }

    private static int seconds(Map<String, Object> wish) {
        String seconds = Dialect.text(wish, "seconds", "");
        if (!seconds.matches("4|8|12|16|20")) {
            throw Dialect.bad("invalid_value", "Invalid value for 'seconds'.");
        }
        return Integer.parseInt(seconds);
    }
}
