package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static byte[] content(MultipartReader reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        reader.content(bytes::write);
        return bytes.toByteArray();
    }

    /** Gives few bytes at a time, as a network does. */
    private static InputStream dripping(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(40)));
            }
        };
    }

    @Test
    void givesEveryByteWhateverTheNetworkDoes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] first = almostBoundaries(random);
            byte[] second = almostBoundaries(random);
            byte[] body = new Wire()
                    .raw(round % 2 == 0 ? "" : "preamble\r\n")
                    .part("Content-Disposition: form-data; name=\"a\"", first)
                    .part("content-disposition: Form-Data; NAME=b; filename=\"x;name=c\"", second)
                    .end();
            MultipartReader reader = new MultipartReader(dripping(body, random), Wire.BOUNDARY);
            assertEquals("a", reader.next().name());
            assertArrayEquals(first, content(reader), "seed " + seed);
            assertEquals("b", reader.next().name());
            assertArrayEquals(second, content(reader), "seed " + seed);
            assertNull(reader.next());
        }
    }

    private static byte[] almostBoundaries(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String delimiter = "\r\n--" + Wire.BOUNDARY;
        while (bytes.size() < random.nextInt(40_000)) {
            bytes.writeBytes(
                    delimiter.substring(0, random.nextInt(delimiter.length())).getBytes());
            bytes.write('9' + 1 + random.nextInt(190)); // never the last character of the boundary
        }
        return bytes.toByteArray();
    }

    @Test
    void namesAsBrowsersAndSdksWriteThem() {
        assertEquals("input_reference[image_url]", name("form-data; name=\"input_reference[image_url]\""));
        assertEquals("a\"b", name("form-data; name=\"a%22b\""));
        assertEquals("a\"b", name("form-data; name=\"a\\\"b\""));
        assertEquals("zwölf", name("form-data; filename=\"name=x\"; name=\"zwölf\""));
    }

    private static String name(String disposition) {
        return PartHead.parse(("Content-Disposition: " + disposition + "\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .name();
    }

    @Test
    void bracketsRepetitionsAndJsonPartsMakeOneTree() {
        byte[] parts = new Wire()
                .text("prompt", "{\"not\": \"parsed\"}")
                .text("lora[name]", "x")
                .text("lora[scale]", "0.5")
                .text("tags[]", "a")
                .text("tags[]", "b")
                .text("metadata", "{\"k\": [1, true, {\"z\": null}]}")
                .text("odd", "[1")
                .end();
        Fields multipart = MultipartFields.read(
                Body.of(
                        new ByteArrayInputStream(parts),
                        "multipart/form-data; boundary=\"" + Wire.BOUNDARY + "\"",
                        10_000),
                java.nio.file.Path.of("target"));
        String json = "{\"tags\":[\"a\",\"b\"],\"odd\":\"[1\",\"lora\":{\"scale\":0.5,\"name\":\"x\"},"
                + "\"metadata\":{\"k\":[1,true,{\"z\":null}]},\"prompt\":\"{\\\"not\\\": \\\"parsed\\\"}\"}";
        Fields same = JsonReader.object(new ByteArrayInputStream(json.getBytes()), java.util.Set.of());
        assertEquals(same.sha256(), multipart.sha256());
        assertEquals("{\"not\": \"parsed\"}", multipart.text("prompt"));
        var others = multipart.others(java.util.Set.of("prompt"));
        assertEquals("{\"name\":\"x\",\"scale\":\"0.5\"}", others.get("lora"));
        assertEquals("[\"a\",\"b\"]", others.get("tags"));
        assertEquals("[1", others.get("odd"));
        assertTrue(others.get("metadata").contains("true"));
    }
}
