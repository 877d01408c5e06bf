package org.mutoscope.worker.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void messagesSurviveTheWire() throws IOException {
        Message render = Message.of(
                MessageType.RENDER,
                new Fields().put("prompt", "a cat\nand \\ a dog\r=").put("seed", -5L));
        Message frame = Message.frame(7, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        MessageReader reader = reader(bytes(render, Message.bare(MessageType.PING), frame));

        Fields fields = reader.next().orElseThrow().fields();
        assertEquals("a cat\nand \\ a dog\r=", fields.text("prompt"));
        assertEquals(-5L, fields.number("seed"));
        assertEquals(MessageType.PING, reader.next().orElseThrow().type());
        Message heard = reader.next().orElseThrow();
        assertEquals(7, heard.frameIndex());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), heard.frameRgb());
        assertTrue(reader.next().isEmpty());
    }

    @Test
    void aWildLengthCostsNoMemory() throws IOException {
        byte[] frame = bytes(Message.frame(0, ByteBuffer.allocate(3)));
        ByteBuffer.wrap(frame).putInt(5, Integer.MAX_VALUE);
        assertThrows(GarbledException.class, () -> reader(frame).next());
        ByteBuffer.wrap(frame).putInt(5, -1);
        assertThrows(GarbledException.class, () -> reader(frame).next());
    }

    @Test
    void everyCutMessageIsGarbled() throws IOException {
        byte[] whole = bytes(Message.of(MessageType.DONE, new Fields().put("frames", 32)));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(GarbledException.class, () -> reader(cut).next(), "cut after " + length);
        }
    }

    @Test
    void noiseIsNeverAMessage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(100)];
            random.nextBytes(noise);
            noise[0] = 'X';
            assertThrows(GarbledException.class, () -> reader(noise).next(), "seed " + seed);
        }
    }

    @Test
    void unknownKindsAreGarbled() throws IOException {
        byte[] message = bytes(Message.bare(MessageType.PING));
        message[4] = 99;
        assertThrows(GarbledException.class, () -> reader(message).next());
    }

    @Test
    void tooLongMessagesAreNotSent() {
        Message tooLong = new Message(MessageType.PING, new byte[1]);
        MessageWriter writer = new MessageWriter(new ByteArrayOutputStream());
        assertThrows(IllegalArgumentException.class, () -> writer.write(tooLong));
    }

    @Test
    void theFormatIsWhatTheDocumentationSays() throws IOException {
        byte[] expected = {'M', 'U', 'T', '1', 20, 0, 0, 0, 4, 'a', '=', 'b', '\n'};
        assertArrayEquals(expected, bytes(Message.of(MessageType.DONE, new Fields().put("a", "b"))));
    }

    private static byte[] bytes(Message... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MessageWriter writer = new MessageWriter(bytes);
        for (Message message : messages) {
            writer.write(message);
        }
        return bytes.toByteArray();
    }

    private static MessageReader reader(byte[] bytes) {
        return new MessageReader(new ByteArrayInputStream(bytes));
    }
}
