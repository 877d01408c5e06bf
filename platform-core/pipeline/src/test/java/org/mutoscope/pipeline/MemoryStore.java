package org.mutoscope.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.assets.StoredAsset;

/** A store in memory. */
final class MemoryStore implements AssetStore {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    volatile long free = Long.MAX_VALUE;
    volatile boolean full;
    /** Told after each file; what a test does in it keeps the store busy. */
    volatile Consumer<String> afterPut = key -> {};

    @Override
    public StoredAsset put(String key, Path file) throws IOException {
        if (full) {
            throw new IOException("disk full");
        }
        byte[] bytes = Files.readAllBytes(file);
        byte[] before = files.putIfAbsent(key, bytes);
        if (before != null && !Arrays.equals(before, bytes)) {
            throw new IOException("other content under " + key);
        }
        afterPut.accept(key);
        return new StoredAsset(key, bytes.length, "0".repeat(64));
    }

    @Override
    public InputStream open(String key, long offset) throws IOException {
        byte[] bytes = files.get(key);
        if (bytes == null) {
            throw new NoSuchFileException(key);
        }
        return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public void delete(String key) {
        files.remove(key);
    }

    @Override
    public long free() {
        return free;
    }
}
