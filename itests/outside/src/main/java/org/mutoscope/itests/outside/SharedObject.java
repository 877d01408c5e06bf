package org.mutoscope.itests.outside;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A shared library for Linux that holds nothing but a need for another: ELF, as the System V ABI and its part for x86-64 and AArch64 describe it. */
final class SharedObject {
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SYMBOL = 24;
    private static final int HASH = 16;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int STACK = 0x6474e551;
    private static final int READ_WRITE = 6;

    private SharedObject() {}

    /** @param library name of the other, as the loader looks for it */
    static byte[] needing(String library) {
        byte[] name = ("\0" + library + "\0").getBytes(StandardCharsets.US_ASCII);
        long symbols = HEADER + 3 * SEGMENT;
        long hash = symbols + SYMBOL;
        long names = hash + HASH;
        long dynamic = names + name.length + 7 & -8;
        long[] entries = {1, 1, 4, hash, 5, names, 6, symbols, 10, name.length, 11, SYMBOL, 0, 0};
        long size = dynamic + (long) entries.length * Long.BYTES;
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        header(file);
        segment(file, LOAD, 0, size);
        segment(file, DYNAMIC, dynamic, (long) entries.length * Long.BYTES);
        segment(file, STACK, 0, 0);
        file.position((int) hash);
        file.putInt(1).putInt(1).putInt(0).putInt(0); // one bucket, one symbol: none
        file.put(name);
        file.position((int) dynamic);
        for (long entry : entries) {
            file.putLong(entry);
        }
        return file.array();
    }

    private static void header(ByteBuffer file) {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort((short) 3).putShort((short) (arm ? 183 : 62)).putInt(1);
        file.putLong(0).putLong(HEADER).putLong(0).putInt(0);
        file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 3);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private static void segment(ByteBuffer file, int type, long at, long size) {
        file.putInt(type)
                .putInt(READ_WRITE)
                .putLong(at)
                .putLong(at)
                .putLong(at)
                .putLong(size)
                .putLong(size);
        file.putLong(type == LOAD ? 0x10000 : 8);
    }
}
