package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "23, 17",
        "24, 1818",
        "255, 18ff",
        "256, 190100",
        "65535, 19ffff",
        "65536, 1a00010000",
        "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000",
        "-1, 20",
        "-7, 26",
        "-257, 390100"
    })
    void numbersAreOfTheLengthThatTheStandardAsksFor(long number, String hex) throws Malformed {
        assertEquals(hex, HexFormat.of().formatHex(Cbor.write(number)));
        assertEquals(number, CborReader.read(HexFormat.of().parseHex(hex)));
    }

    @Test
    void keysAreInTheOrderOfTheirBytes() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("aa", 2);
        map.put("a", 3);
        map.put(33, 4);
        map.put(1, 5);

        assertEquals("a50105182104616103616201626161" + "02", HexFormat.of().formatHex(Cbor.write(map)));
    }

    @Test
    void whatWasWrittenIsRead() throws Malformed {
        Object value = Arrays.asList("ä", true, false, null, 1L, List.of(Map.of("k", -5L)), new Cbor.Tagged(0, "2026"));

        assertEquals(value, CborReader.read(Cbor.write(value)));
        assertArrayEquals(new byte[] {1, 2}, (byte[]) CborReader.read(Cbor.write(new byte[] {1, 2})));
        assertArrayEquals(Cbor.write(7), Cbor.write(new Cbor.Encoded(new byte[] {7})));
    }

    @ParameterizedTest
    @CsvSource({
        "f93c00, 1.0",
        "f9c400, -4.0",
        "f90001, 5.960464477539063e-8",
        "fa47c35000, 100000.0",
        "fb3ff199999999999a, 1.1",
        "f97c00, Infinity"
    })
    void floatingPointNumbersOfOthersAreRead(String hex, double number) throws Malformed {
        assertEquals(number, CborReader.read(HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "18", // ends within a number
                "0000", // two values
                "5f4101ff", // indefinite bytes
                "9fff", // indefinite list
                "bfff", // indefinite map
                "1c", // reserved length
                "5b7fffffffffffffff", // 2^63-1 bytes
                "5bffffffffffffffff", // 2^64-1 bytes
                "9b000000007fffffff", // a list that no memory holds
                "bb000000007fffffff", // a map that no memory holds
                "1bffffffffffffffff", // a number above 2^63-1
                "3bffffffffffffffff", // one below -2^63
                "a2616101616102", // a key twice
                "a1f401", // a key that is neither text nor number
                "61ff", // text that is no UTF-8
                "f8ff", // a simple value without a meaning
                "6261", // text that ends early
            })
    void badBytesAreRefused(String hex) {
        Malformed refused = assertThrows(
                Malformed.class, () -> CborReader.read(HexFormat.of().parseHex(hex)));

        assertEquals("assertion.cbor.invalid", refused.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x81, 0xC6})
    void depthIsLimited(int head) throws Malformed {
        byte[] deep = new byte[1001];
        Arrays.fill(deep, (byte) head);
        deep[1000] = 0;

        assertTrue(assertThrows(Malformed.class, () -> CborReader.read(deep))
                .getMessage()
                .contains("deeper"));
        CborReader.read(Arrays.copyOfRange(deep, 1000 - CborReader.DEEPEST, 1001));
    }

    @Test
    void otherClassesAreNotGuessedAt() {
        assertThrows(IllegalArgumentException.class, () -> Cbor.write(1.5f));
    }
}
