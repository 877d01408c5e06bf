package org.mutoscope.backend.remote.job;

import java.util.Map;
import java.util.OptionalLong;
import org.mutoscope.api.backend.RenderOutcome;

/** What became of an order. */
public sealed interface Submitted {
    /**
     * The service has it.
     *
     * @param id its name for it
     * @param notes what the adapter wants to remember with it
     * @param micros what the service says it will cost
     */
    record Accepted(String id, Map<String, String> notes, OptionalLong micros) implements Submitted {
        /** Copies the map. */
        public Accepted {
            notes = Map.copyOf(notes);
        }

        /** With nothing but a name. */
        public static Accepted as(String id) {
            return new Accepted(id, Map.of(), OptionalLong.empty());
        }
    }

    /** It was surely not begun, and costs nothing. @param outcome what the host is told */
    record Turned(RenderOutcome outcome) implements Submitted {}

    /** It may have been begun. @param why for the operator */
    record Doubtful(String why) implements Submitted {}
}
