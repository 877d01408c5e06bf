package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stand-ins for libraries that the executables ask for at their start and never use here: sound servers and screens, for
 * capturing. Servers lack them, and without them ffmpeg does not start at all. Calls into them are bound when first
 * made, and nobody makes one, so a library that exports nothing will do.
 *
 * <p>Written after the ELF-64 tables of the System V ABI (generic part, chapters 4 and 5).
 */
final class EmptyLibrary {
    private static final List<String> NAMES =
            List.of("libpulse.so.0", "libasound.so.2", "libxcb.so.1", "libxcb-shm.so.0");

    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SYMBOL = 24;
    private static final int DYNAMIC_ENTRIES = 6;
    private static final int DYNAMIC = HEADER + 3 * SEGMENT;
    private static final int SYMBOLS = DYNAMIC + DYNAMIC_ENTRIES * 16;
    private static final int STRINGS = SYMBOLS + SYMBOL;
    private static final int READ_WRITE = 6;

    private EmptyLibrary() {}

    /** Puts the stand-ins beside an ffmpeg of Linux; beside another, does nothing. */
    static void addTo(Path folder) throws IOException {
        ByteBuffer start = start(folder);
        if (isElf(start)) {
            for (String name : NAMES) {
                Files.write(folder.resolve(name), bytes(name, start.getShort(18)));
            }
        }
    }

    /** Whether a folder holds all the stand-ins that it needs. */
    static boolean allIn(Path folder) throws IOException {
        return !isElf(start(folder)) || NAMES.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    private static ByteBuffer start(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve("ffmpeg"))) {
            return ByteBuffer.wrap(in.readNBytes(20)).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static boolean isElf(ByteBuffer start) {
        return start.limit() == 20 && start.getInt(0) == 0x464c457f;
    }

    private static byte[] bytes(String name, short machine) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        int size = STRINGS + text.length + 2;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        // 64 bits, little-endian, a shared object; three segments, no sections
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        elf.putShort((short) 3)
                .putShort(machine)
                .putInt(1)
                .putLong(0)
                .putLong(HEADER)
                .putLong(0);
        elf.putInt(0).putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 3);
        elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        segment(elf, 1, 0, size, 0x10000); // PT_LOAD: writable, since the loader relocates the table in place
        segment(elf, 2, DYNAMIC, DYNAMIC_ENTRIES * 16, 8); // PT_DYNAMIC
        segment(elf, 0x6474e551, 0, 0, 16); // PT_GNU_STACK: or the loader makes the stack executable
        elf.putLong(14).putLong(1); // DT_SONAME
        elf.putLong(5).putLong(STRINGS); // DT_STRTAB
        elf.putLong(10).putLong(text.length + 2L); // DT_STRSZ
        elf.putLong(6).putLong(SYMBOLS); // DT_SYMTAB
        elf.putLong(11).putLong(SYMBOL); // DT_SYMENT
        elf.putLong(0).putLong(0); // DT_NULL
        elf.put(new byte[SYMBOL + 1]).put(text); // the null symbol, the empty string, the name
        return elf.array();
    }

    private static void segment(ByteBuffer elf, int type, int offset, int size, long alignment) {
        elf.putInt(type).putInt(READ_WRITE).putLong(offset).putLong(offset).putLong(offset);
        elf.putLong(size).putLong(size).putLong(alignment);
    }
}
