package org.mutoscope.backend.remote.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.backend.remote.wire.Json;

/**
 * What a job's next attempt, perhaps in another process, has to know. Written before the service is asked, so that a job that may exist
 * there is never ordered again. Immutable.
 *
 * @param stage how far it is
 * @param key our own name for it at the service: job and attempt
 * @param id the service's name for it; empty until it is known
 * @param base where it was ordered: replicas do not know each other's jobs
 * @param ordered when the service was asked
 * @param doubted since when it is not known what became of it
 * @param micros what it can cost at most
 * @param notes what else the adapter needs, short
 */
public record Ticket(
        Stage stage,
        String key,
        String id,
        String base,
        Instant ordered,
        Optional<Instant> doubted,
        long micros,
        Map<String, String> notes) {
    private static final int LONGEST = 2000;

    /** How far a job at a service is. */
    public enum Stage {
        /** It is about to be ordered, or was: nobody knows. */
        INTENT,
        /** The service has it. */
        SENT,
        /** It has ended; another attempt begins anew. */
        OVER
    }

    /** Copies the map. */
    public Ticket {
        notes = Map.copyOf(notes);
    }

    /** A job that is about to be ordered. */
    static Ticket intent(String key, String base, Instant now, long micros) {
        return new Ticket(Stage.INTENT, key, "", base, now, Optional.empty(), micros, Map.of());
    }

    /** The same with the service's name for it. */
    Ticket sent(String name, Map<String, String> more) {
        return new Ticket(Stage.SENT, key, name, base, ordered, Optional.empty(), micros, more);
    }

    /** The same, and it has ended. */
    Ticket over() {
        return new Ticket(Stage.OVER, key, id, base, ordered, doubted, micros, Map.of());
    }

    /** The same, in doubt since a moment; a doubt that stands keeps its beginning. */
    Ticket inDoubt(Instant now) {
        return new Ticket(stage, key, id, base, ordered, doubted.or(() -> Optional.of(now)), micros, notes);
    }

    /** The same, and nothing is in doubt any more. */
    Ticket certain() {
        return new Ticket(stage, key, id, base, ordered, Optional.empty(), micros, notes);
    }

    /** @throws IllegalStateException if the service's own names make it longer than a ticket may be */
    String text() {
        ObjectNode json = Json.object();
        json.put("v", 1)
                .put("s", stage.name())
                .put("k", key)
                .put("b", base)
                .put("t", ordered.getEpochSecond())
                .put("c", micros);
        if (!id.isEmpty()) {
            json.put("id", id);
        }
        doubted.ifPresent(since -> json.put("d", since.getEpochSecond()));
        if (!notes.isEmpty()) {
            ObjectNode map = json.putObject("n");
            new TreeMap<>(notes).forEach(map::put);
        }
        String text = new String(Json.bytes(json), StandardCharsets.UTF_8);
        if (text.length() > LONGEST) {
            throw new IllegalStateException("the service's name for the job is too long to be kept");
        }
        return text;
    }

    /** Reads a ticket; empty if it is none of ours. */
    static Optional<Ticket> read(String text) {
        JsonNode json = Json.read(text);
        if (json.path("v").asInt() != 1 || !json.path("s").asText().matches("INTENT|SENT|OVER")) {
            return Optional.empty();
        }
        Map<String, String> notes = new TreeMap<>();
        json.path("n")
                .properties()
                .forEach(e -> notes.put(e.getKey(), e.getValue().asText()));
        return Optional.of(new Ticket(
                Stage.valueOf(json.path("s").asText()),
                json.path("k").asText(),
                json.path("id").asText(),
                json.path("b").asText(),
                Instant.ofEpochSecond(json.path("t").asLong()),
                json.has("d") ? Optional.of(Instant.ofEpochSecond(json.path("d").asLong())) : Optional.empty(),
                json.path("c").asLong(),
                notes));
    }
}
