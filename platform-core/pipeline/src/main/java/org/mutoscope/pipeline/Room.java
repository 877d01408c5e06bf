package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Whether there is room for another clip, where it is worked on and where it is kept. Looked at every few seconds at most. */
final class Room {
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MEBIBYTE = 1024L * 1024;

    private final Path work;
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;
    private volatile Look last;

    Room(Path work, Kinds kinds, Supplier<PipelineConfig> settings) {
        this.work = work;
        this.kinds = kinds;
        this.settings = settings;
    }

    private record Look(long nanos, Optional<String> obstacle) {}

    /** @throws Problem {@code disk_full} */
    void require() {
        obstacle().ifPresent(why -> {
            throw new Problem(
                    Code.DISK_FULL,
                    "There is no room for another clip at the moment. Nothing was charged; try again later.");
        });
    }

    /** What is short, for the operator. */
    Optional<String> obstacle() {
        Look look = last;
        if (look == null || System.nanoTime() - look.nanos > STALE_NANOS) {
            look = new Look(System.nanoTime(), look());
            last = look;
        }
        return look.obstacle;
    }

    private Optional<String> look() {
        long least = settings.get().free_mebibytes() * MEBIBYTE;
        if (least == 0) {
            return Optional.empty();
        }
        Optional<String> here = shortage("the data folder", freeHere(), least);
        return here.isPresent() ? here : shortage("the asset store", freeInStore(), least);
    }

    private static Optional<String> shortage(String where, OptionalLong free, long least) {
        if (free.isEmpty() || free.getAsLong() >= least) {
            return Optional.empty();
        }
        return Optional.of("The disk is low: " + free.getAsLong() / MEBIBYTE + " MiB are free in " + where + ", "
                + least / MEBIBYTE + " MiB are wanted (free.mebibytes). Make room or lower assets.");
    }

    private OptionalLong freeHere() {
        try {
            return OptionalLong.of(Files.getFileStore(work).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty(); // not known is not short; the first write will say
        }
    }

    private OptionalLong freeInStore() {
        return Used.best(kinds.stores(), store -> {
                    try {
                        return OptionalLong.of(
                                kinds.calls().call(store, "free", Duration.ofSeconds(2), AssetStore::free));
                    } catch (PartnerFault e) {
                        return OptionalLong.empty();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return OptionalLong.empty();
                    }
                })
                .orElse(OptionalLong.empty());
    }
}
