package org.mutoscope.worker.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    @ParameterizedTest
    @ValueSource(strings = {"no key", "=value", "a=\\x", "a=\\"})
    void senselessLinesAreGarbled(String line) {
        assertThrows(GarbledException.class, () -> Fields.decode(line.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void brokenUtf8IsGarbled() {
        assertThrows(GarbledException.class, () -> Fields.decode(new byte[] {'a', '=', (byte) 0xC3}));
    }

    @Test
    void valuesAreRead() throws GarbledException {
        Fields fields = Fields.decode(new Fields()
                .put("n", 3)
                .put("d", 0.25)
                .put("list", List.of(1, 2))
                .put("none", List.of())
                .encode());
        assertEquals(3, fields.number("n", 1, 3));
        assertEquals(0.25, fields.decimal("d"));
        assertEquals(List.of("1", "2"), fields.list("list"));
        assertEquals(List.of(), fields.list("none"));
    }

    @Test
    void wrongValuesAreGarbled() {
        Fields fields = new Fields().put("n", 4).put("text", "four").put("nan", Double.NaN);
        assertThrows(GarbledException.class, () -> fields.number("n", 1, 3));
        assertThrows(GarbledException.class, () -> fields.number("text"));
        assertThrows(GarbledException.class, () -> fields.decimal("text"));
        assertThrows(GarbledException.class, () -> fields.decimal("nan"));
        assertThrows(GarbledException.class, () -> fields.text("missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b", "a\nb"})
    void keysMustBeWritable(String key) {
        assertThrows(IllegalArgumentException.class, () -> new Fields().put(key, 1));
    }
}
