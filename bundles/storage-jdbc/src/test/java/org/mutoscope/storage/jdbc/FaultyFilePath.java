package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's file system {@code faulty:}: the real files, seen through a {@link FaultyDisk} where one is inserted. */
public final class FaultyFilePath extends FilePathWrapper {
    static final String PREFIX = "faulty:";
    private static final Map<String, FaultyDisk> DISKS = new ConcurrentHashMap<>();

    /** Puts a disk under a file. */
    static void insert(java.nio.file.Path file, FaultyDisk disk) {
        FilePath.register(new FaultyFilePath());
        DISKS.put(file.toString(), disk);
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FaultyDisk disk = DISKS.get(getBase().toString());
        FileChannel channel = getBase().open(mode);
        return disk == null ? channel : new Channel(channel, disk);
    }

    private static final class Channel extends FileBase {
        private final FileChannel real;
        private final FaultyDisk disk;

        Channel(FileChannel real, FaultyDisk disk) {
            this.real = real;
            this.disk = disk;
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            disk.requirePower();
            return real.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            disk.write(source, position);
            return real.write(source, position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            disk.requirePower();
            return real.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            disk.write(source, real.position());
            return real.write(source);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            disk.truncate(size);
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            disk.force();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            disk.requirePower();
            return real.size();
        }

        @Override
        public synchronized FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
