package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Portraits;

/** Pictures of subjects by HTTP. */
class PortraitsTest {
    private static final String PICTURES = "/api/v1/rights/subjects/subj_1/pictures";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Served served;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.portraits = new Portraits() {
            @Override
            public Portrait add(Caller by, String subjectId, long hash) {
                asked.add("add " + subjectId + " " + hash);
                return new Portrait("pict_1", subjectId, hash, AT);
            }

            @Override
            public List<Portrait> list(Caller by, String subjectId) {
                asked.add("list " + subjectId);
                return List.of(new Portrait("pict_1", subjectId, -1, AT));
            }

            @Override
            public boolean remove(Caller by, String subjectId, String id) {
                asked.add("remove " + subjectId + " " + id);
                return id.equals("pict_1");
            }
        };
        served.house.sights = picture -> picture.toFile().length();
    }

    @AfterEach
    void close() {
        served.close();
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        JsonNode json = Served.json(answer);
        assertEquals(200, answer.statusCode(), json.toString());
        return json;
    }

    private static String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }

    @Test
    void whatIsKeptIsListedAndTakenAway() throws Exception {
        JsonNode list = ok(served.get("ann", PICTURES));
        assertEquals("ffffffffffffffff", list.at("/data/0/hash").asText());
        ok(served.delete("ann", PICTURES + "/pict_1"));
        assertEquals("not_found", code(served.delete("ann", PICTURES + "/pict_2")));
        assertEquals("not_found", code(served.get("ann", "/api/v1/rights/subjects/a%20b/pictures")));
        assertEquals("unsupported_media_type", code(served.post("ann", PICTURES, "{}")));
        assertEquals(List.of("list subj_1", "remove subj_1 pict_1", "remove subj_1 pict_2"), asked);
    }
}
