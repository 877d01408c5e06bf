package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2's file system {@code ordered:}, which lets a power cut leave no half chunk that looks whole. H2 writes a chunk of its file in one go and afterwards takes it
 * for complete if its first and its last sector are; a disk may well have those two and not what lies between. So all but the first sector is written and forced,
 * and then the first. Costs one more flush for a group of commits.
 *
 * <p>Public, with a public constructor, because H2 makes copies of it.
 */
public final class OrderedFilePath extends FilePathWrapper {
    static final String PREFIX = "ordered:";
    private static final int SECTOR = 512;

    /** Makes the file system known to H2. */
    static void register() {
        FilePath.register(new OrderedFilePath());
    }

    /** Forces a file to the disk, by its name with all file systems before it. */
    static void force(String file) throws IOException {
        try (FileChannel channel = FilePath.get(file).open("rw")) {
            channel.force(true);
        }
    }

    @Override
    public String getScheme() {
        return "ordered";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(getBase().open(mode));
    }

    private static final class Channel extends FileBase {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int length = source.remaining();
            if (position > 0 && length > SECTOR) {
                ByteBuffer first = source.duplicate();
                first.limit(first.position() + SECTOR);
                source.position(source.position() + SECTOR);
                writeFully(source, position + SECTOR);
                file.force(false);
                writeFully(first, position);
            } else {
                writeFully(source, position);
            }
            return length;
        }

        private void writeFully(ByteBuffer source, long position) throws IOException {
            long at = position;
            while (source.hasRemaining()) {
                at += file.write(source, at);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return file.write(source);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
