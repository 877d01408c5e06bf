package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Shelf;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of accounts: bytes in the asset store, a row each in {@link FileTable}. The clips of characters lie here too, under a purpose that lists leave out. */
final class FileShelf implements Shelf {
    /** Purpose of a character's clip: no file of its own to anybody. */
    static final String CHARACTER = "character";

    private static final Logger LOG = LoggerFactory.getLogger(FileShelf.class);
    private static final long MEBIBYTE = 1024L * 1024;
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final UnitOfWork storage;
    private final Depot depot;
    private final Room room;
    private final Supplier<PipelineConfig> settings;

    FileShelf(UnitOfWork storage, Depot depot, Room room, Supplier<PipelineConfig> settings) {
        this.storage = storage;
        this.depot = depot;
        this.room = room;
        this.settings = settings;
    }

    @Override
    public Kept keep(NewFile file) {
        check(file);
        room.require();
        String id = Ids.next("file-");
        return stored(id, file, tx -> FileTable.find(tx, file.accountId(), id).orElseThrow());
    }

    /** What is written in the transaction that takes the file in. */
    interface Also<T> {
        T in(Transaction tx);
    }

    /** Stores the bytes, then writes the row and what comes with it; if that fails the bytes are taken back. */
    <T> T stored(String id, NewFile file, Also<T> also) {
        try {
            String type = FileKind.of(file.file()).mediaType();
            long bytes = Files.size(file.file());
            storage.read(tx -> require(tx, file.accountId(), bytes));
            Trip.Asset asset = depot.put(new Depot.Parcel("file/" + id, "file", file.file(), type));
            boolean written = false;
            try {
                T result = storage.write(tx -> {
                    // Only so are two uploads at once counted one after the other on every database.
                    // An account that is being deleted takes nothing in any more, though the upload began before.
                    int open = tx.update(
                            "update account set frozen = frozen where id = ? and frozen = false", file.accountId());
                    if (open == 0) {
                        throw new Problem(Code.ACCOUNT_FROZEN, "This account is frozen. Ask the operator why.");
                    }
                    require(tx, file.accountId(), asset.bytes());
                    Duration life =
                            file.life() == null ? Duration.ofDays(settings.get().file_days()) : file.life();
                    FileTable.insert(tx, new FileTable.Entry(id, file, asset), life);
                    return also.in(tx);
                });
                written = true;
                return result;
            } finally {
                if (!written) {
                    depot.drop(asset);
                }
            }
        } catch (IOException | PartnerFault e) {
            LOG.warn("a file could not be kept: {}", e.toString());
            throw new Problem(Code.STORING_FAILED, "The file could not be kept; try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.STARTING, "The platform is stopping; send it again.");
        }
    }

    private static void check(NewFile file) {
        if (file.purpose() == null
                || !file.purpose().matches("[a-z0-9_-]{1,32}")
                || file.purpose().equals(CHARACTER)) {
            throw bad("Say in \"purpose\" what the file is for, for example \"vision\" or \"user_data\".", "purpose");
        }
        if (file.name().isBlank() || file.name().length() > 255 || !Texts.storable(file.name())) {
            throw bad("The name of the file has 1 to 255 characters.", "file");
        }
        if (file.life() != null
                && (file.life().compareTo(Duration.ofSeconds(1)) < 0
                        || file.life().compareTo(LONGEST) > 0)) {
            throw bad("\"expires_after\" is from 1 second to 3650 days.", "expires_after");
        }
    }

    private static Problem bad(String message, String param) {
        return new Problem(Code.INVALID_FILE, message, param, null);
    }

    private Void require(Transaction tx, String accountId, long bytes) {
        PipelineConfig config = settings.get();
        FileTable.Used used = FileTable.used(tx, accountId);
        long most = config.file_mebibytes() * MEBIBYTE;
        if (used.files() >= config.file_count() || used.bytes() + bytes > most) {
            throw new Problem(
                    Code.FILE_QUOTA_EXCEEDED,
                    "The account has " + used.files() + " files of " + used.bytes() + " bytes in all; "
                            + config.file_count() + " files of " + most + " bytes are the most. Delete some first.",
                    "file",
                    null);
        }
        return null;
    }

    @Override
    public Optional<Kept> find(String accountId, String id) {
        return storage.read(tx -> FileTable.find(tx, accountId, id))
                .filter(file -> !file.purpose().equals(CHARACTER));
    }

    @Override
    public List<Kept> list(String accountId, String purpose, After after, int limit) {
        return storage.read(tx -> FileTable.list(tx, new FileTable.Page(accountId, purpose, after, limit)));
    }

    @Override
    public boolean delete(String accountId, String id) {
        return storage.write(tx -> FileTable.delete(tx, accountId, id));
    }
}
