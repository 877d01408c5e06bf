package org.mutoscope.assets.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.assets.StoredAsset;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An asset store in a folder. A file appears under its name in one rename, after its bytes are on the disk; so what can
 * be opened is whole, also after a power cut.
 */
@Component(immediate = true, configurationPid = AssetsConfig.PID, property = AssetStore.ID + "=fs")
@Designate(ocd = AssetsConfig.class)
public final class FileAssetStore implements AssetStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileAssetStore.class);
    private static final long MEGABYTE = 1_000_000;

    /** Begins the name of every file that this process is writing; the number alone may come back after a restart. */
    private static final String PROCESS = ProcessHandle.current().pid() + "-"
            + ProcessHandle.current()
                    .info()
                    .startInstant()
                    .orElse(Instant.EPOCH)
                    .toEpochMilli() + "-";

    private final Layout layout;
    private final long reserve;
    private final Object publishing = new Object();

    /**
     * @param context to ask for the folder {@code mutoscope.data}
     * @param config what the operator set
     * @throws IOException if the folder cannot be used
     */
    @Activate
    public FileAssetStore(BundleContext context, AssetsConfig config) throws IOException {
        this(
                Path.of(Optional.ofNullable(context.getProperty("mutoscope.data"))
                                .orElse("."))
                        .resolve(config.directory()),
                config.reserve_megabytes() * MEGABYTE);
    }

    FileAssetStore(Path root, long reserve) throws IOException {
        this.layout = new Layout(root);
        this.reserve = reserve;
        Files.createDirectories(layout.files());
        Files.createDirectories(layout.temp());
        SafeCopy.forceNames(root);
        sweep();
        LOG.info("assets: {}, {} MB free and {} MB kept in reserve", root, free() / MEGABYTE, reserve / MEGABYTE);
    }

    /** Removes what earlier processes were writing when they died. An older version of this bundle may still be at work. */
    private void sweep() throws IOException {
        try (Stream<Path> files = Files.list(layout.temp())) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().startsWith(PROCESS)) {
                    Files.deleteIfExists(file);
                    LOG.info("assets: removed {}, left unfinished by an earlier process", file.getFileName());
                }
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the key is none
     */
    @Override
    public StoredAsset put(String key, Path file) throws IOException {
        Path place = layout.place(key)
                .orElseThrow(() -> new IllegalArgumentException("an asset key has at most " + Layout.KEY_LENGTH
                        + " letters, digits, dashes, underscores and dots, in parts between slashes"
                        + " that begin with no dot"));
        if (!Files.exists(place)) {
            Optional<StoredAsset> stored = store(key, file, place);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        return again(key, file, place);
    }

    /** Empty if another thread put something under the key meanwhile. */
    private Optional<StoredAsset> store(String key, Path file, Path place) throws IOException {
        long bytes = Files.size(file);
        if (bytes > free()) {
            LOG.error(
                    "assets: {} of {} bytes refused; {} bytes are free above the reserve in {}",
                    key,
                    bytes,
                    free(),
                    layout.root());
            throw new IOException(
                    "the asset store is full: " + bytes + " bytes are needed and " + free() + " are free");
        }
        Path temp = layout.temp().resolve(PROCESS + UUID.randomUUID());
        try {
            SafeCopy copy = SafeCopy.write(file, temp);
            return publish(temp, place)
                    ? Optional.of(new StoredAsset(key, copy.bytes(), copy.sha256()))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.error("assets: {} could not be stored in {}", key, layout.root(), e);
            throw new IOException("the asset could not be stored whole; the operator finds more in the log", e);
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    private boolean publish(Path temp, Path place) throws IOException {
        Path shard = place.getParent();
        synchronized (publishing) { // a rename would replace what is there
            if (Files.exists(place)) {
                return false;
            }
            if (!Files.isDirectory(shard)) {
                Files.createDirectories(shard);
                SafeCopy.forceNames(layout.files());
            }
            Files.move(temp, place, StandardCopyOption.ATOMIC_MOVE);
        }
        SafeCopy.forceNames(shard);
        return true;
    }

    private static StoredAsset again(String key, Path file, Path place) throws IOException {
        String sha256 = Digests.of(place);
        if (!Digests.of(file).equals(sha256)) {
            throw new IOException("other content is stored under the key " + key);
        }
        SafeCopy.forceNames(place.getParent()); // the first put may not have come so far yet
        return new StoredAsset(key, Files.size(place), sha256);
    }

    @Override
    public InputStream open(String key, long offset) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("a file has no byte " + offset);
        }
        Path place = layout.place(key).orElseThrow(() -> new NoSuchFileException(key));
        FileChannel channel;
        try {
            channel = FileChannel.open(place, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(key); // the name of the key, not of our file
        }
        return Channels.newInputStream(channel.position(offset));
    }

    @Override
    public void delete(String key) throws IOException {
        Optional<Path> place = layout.place(key);
        if (place.isPresent() && Files.deleteIfExists(place.get())) {
            SafeCopy.forceNames(place.get().getParent());
        }
    }

    /** Bytes of the disk that are free above the reserve. */
    @Override
    public long free() throws IOException {
        return Math.max(0, Files.getFileStore(layout.root()).getUsableSpace() - reserve);
    }
}
