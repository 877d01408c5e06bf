package org.mutoscope.itests.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.assets.StoredAsset;
import org.osgi.service.component.annotations.Component;

/** A store for tests: keeps files in memory, and takes new ones only when nobody else does. */
@Component(property = {AssetStore.ID + "=memory", "service.ranking:Integer=-100"})
public final class MemoryStore implements AssetStore {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @Override
    public StoredAsset put(String key, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        files.put(key, content);
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            return new StoredAsset(key, content.length, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public InputStream open(String key, long offset) throws IOException {
        byte[] content = files.get(key);
        if (content == null) {
            throw new NoSuchFileException(key);
        }
        int from = (int) Math.min(offset, content.length);
        return new ByteArrayInputStream(content, from, content.length - from);
    }

    @Override
    public void delete(String key) {
        files.remove(key);
    }

    @Override
    public long free() {
        return Long.MAX_VALUE;
    }
}
