package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuperboxTest {
    private static Superbox leaf(String label) {
        return Superbox.of("cbor", label, new byte[] {1});
    }

    private static byte[] changed(UnaryOperator<byte[]> change) {
        return change.apply(Superbox.of("c2pa", "c2pa", List.of(leaf("a"))).bytes());
    }

    private static void refused(byte[] bytes, String words) {
        Malformed refused = assertThrows(Malformed.class, () -> Superbox.read(bytes));

        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    @Test
    void whatWasWrittenIsRead() throws Malformed {
        Superbox written = Superbox.of("c2pa", "c2pa", List.of(leaf("a"), leaf("b")));

        Superbox read = Superbox.read(Arrays.copyOf(written.bytes(), written.bytes().length + 5));

        assertEquals("c2pa", read.kind());
        assertEquals(
                List.of("a", "b"), read.boxes().stream().map(Superbox::label).toList());
        assertArrayEquals(new byte[] {1}, read.box("b").orElseThrow().content("cbor"));
        assertArrayEquals(written.bytes(), read.bytes());
        assertArrayEquals(written.digest("sha256"), read.digest("sha256"));
    }

    @Test
    void lengthsMustFit() {
        refused(new byte[0], "header");
        refused(new byte[7], "header");
        refused(changed(b -> set(b, 0, 0)), "does not fit");
        refused(changed(b -> set(b, 0, 4)), "does not fit");
        refused(changed(b -> set(b, 0, b.length + 1)), "does not fit");
        refused(changed(b -> set(b, 0, 1)), "does not fit");
        refused(changed(b -> set(b, 8, 7)), "does not fit");
        refused(changed(b -> Arrays.copyOf(b, b.length - 1)), "does not fit");
        refused(changed(b -> Samples.join(b, new byte[] {9})), "padding");
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        System.arraycopy(Samples.ints(value), 0, bytes, at, 4);
        return bytes;
    }

    @Test
    void descriptionsMustBeWhole() {
        refused(Samples.box("jumb", Samples.box("jumd", new byte[16])), "too short");
        refused(Samples.box("jumb", Samples.box("cbor", new byte[16])), "description");
        refused(Samples.box("jump", new byte[16]), "no JUMBF");
        refused(changed(b -> toggles(b, 1)), "toggles");
        refused(changed(b -> toggles(b, 0xB)), "toggles");
        byte[] endless = Samples.box("jumb", Samples.box("jumd", new byte[16], new byte[] {3, 'a', 'b'}));
        refused(endless, "does not end");
    }

    private static byte[] toggles(byte[] bytes, int toggles) {
        bytes[8 + 8 + 16] = (byte) toggles;
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a;b", "a?b", "a#b", "a\tb", "\u0085", ""})
    void labelsHoldNoAddresses(String label) {
        refused(Superbox.of("c2pa", "c2pa", List.of(leaf(label))).bytes(), "label");
    }

    @Test
    void labelsAreTextAndStandOnce() {
        byte[] bytes = changed(b -> b);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("a\0");
        bytes[at] = (byte) 0xFF;
        refused(bytes, "UTF-8");
        refused(Superbox.of("c2pa", "c2pa", List.of(leaf("a"), leaf("a"))).bytes(), "same label");
        refused(Superbox.of("c2pa", "c2pa", List.of(leaf("x".repeat(600)))).bytes(), "label");
    }

    @Test
    void depthAndNumberAreLimited() throws Malformed {
        Superbox deep = leaf("a");
        for (int i = 1; i < Superbox.DEEPEST; i++) {
            deep = Superbox.of("c2ma", "a", List.of(deep));
        }
        Superbox.read(deep.bytes());
        refused(Superbox.of("c2ma", "a", List.of(deep)).bytes(), "deeper");

        List<Superbox> many = IntStream.range(0, Superbox.MOST_BOXES)
                .mapToObj(i -> leaf("a" + i))
                .toList();
        refused(Superbox.of("c2pa", "c2pa", many).bytes(), "more than");
    }

    @Test
    void onlyStrongDigestsAreKnown() {
        assertThrows(Malformed.class, () -> leaf("a").digest("sha1"));
        assertThrows(Malformed.class, () -> leaf("a").digest(null));
    }
}
