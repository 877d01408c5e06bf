package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that is offered starts, and keeps the three doors. */
@Timeout(300)
class MainTest {
    @Test
    void everyNameIsAServiceWithAScriptAndALog() {
        for (String name : Services.NAMES) {
            try (StandIn service = StandIn.start(name, 0)) {
                Caller caller = new Caller(service);
                caller.put("/__script", Map.of("pace", Map.of("millis", 10))).good();
                assertEquals(0, caller.get("/__log").at("charged_micros"), name);
                caller.post("/__reset", Map.of()).good();
                assertEquals(404, caller.get("/__other").status());
            }
        }
    }

    @Test
    void anUnknownNameAndATakenPortAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> StandIn.start("luma", 0));
        try (StandIn service = StandIn.start("fal", 0)) {
            int port = Integer.parseInt(service.url().replaceFirst(".*:", ""));
            assertThrows(UncheckedIOException.class, () -> StandIn.start("fal", port));
        }
    }
}
