package org.mutoscope.worker.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;

class RenderOrderTest {
    @Test
    void withoutTheNewFieldsItIsAClipFromAPrompt() throws GarbledException {
        RenderOrder order = RenderOrder.of(fields());
        assertEquals(Material.NONE, order.material());
        assertEquals(Map.of(), order.options());
    }

    @Test
    void allFieldsAreRead() throws GarbledException {
        RenderOrder order = RenderOrder.of(fields().put("task", "edit")
                .put("first_frame", "/a")
                .put("last_frame", "/b")
                .put("source", "/c")
                .put("source_frames", 9)
                .put("option.steps", 7)
                .put("option.negative_prompt", "a=b\nc"));
        assertEquals(
                new Material(
                        "edit", Optional.of(Path.of("/a")), Optional.of(Path.of("/b")), Optional.of(Path.of("/c")), 9),
                order.material());
        assertEquals(Map.of("steps", "7", "negative_prompt", "a=b\nc"), order.options());
    }

    @Test
    void senselessFieldsBreakTheProtocol() {
        garbled(fields().put("source", "/c"));
        garbled(fields().put("source", "/c").put("source_frames", 0));
        garbled(fields().put("size", "0x0"));
    }

    /** The platform's fault is named as what it is. */
    @Test
    void aPathThatIsNoneIsNamed() {
        for (String field : List.of("first_frame", "last_frame", "source")) {
            GarbledException e = assertThrows(
                    GarbledException.class,
                    () -> RenderOrder.of(fields().put("source_frames", 1).put(field, "secret\0name")));
            assertEquals("the field " + field + " is no path: Nul character not allowed", e.getMessage());
        }
    }

    private static void garbled(Fields fields) {
        assertThrows(GarbledException.class, () -> RenderOrder.of(fields));
    }

    private static Fields fields() {
        return new Fields()
                .put("model", "m")
                .put("prompt", "p")
                .put("size", "32x32")
                .put("seconds", 1)
                .put("seed", 5);
    }
}
