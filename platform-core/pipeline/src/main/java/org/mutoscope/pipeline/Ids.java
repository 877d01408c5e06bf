package org.mutoscope.pipeline;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of what is kept: they begin with the time, so that new rows stay together in every index; the other 80 bits are nobody's guess. */
final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    static String next(String prefix) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        long now = System.currentTimeMillis();
        ByteBuffer.wrap(bits).putInt((int) (now >>> 16)).putShort((short) now);
        return prefix + HexFormat.of().formatHex(bits);
    }
}
