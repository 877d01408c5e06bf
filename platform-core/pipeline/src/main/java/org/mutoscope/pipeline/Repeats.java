package org.mutoscope.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Repeat;
import org.mutoscope.core.road.Studio.Submitted;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * Knows requests again. A client's key stands for one request for as long as it is kept (90 days); without a key, a request that the
 * client marks as sent again is matched by its content against those of the last ten minutes. Several equal requests at once make one
 * job: the key is unique in the database.
 */
final class Repeats {
    private static final Duration RETRY_WINDOW = Duration.ofMinutes(10);
    private static final long PATIENCE_SECONDS = 30;

    private final UnitOfWork storage;
    private final JobBoard board;
    /** Requests on their way, by account and content: a client may lose patience and repeat while its first is still here. */
    private final Map<String, CountDownLatch> underWay = new ConcurrentHashMap<>();

    Repeats(UnitOfWork storage, JobBoard board) {
        this.storage = storage;
        this.board = board;
    }

    /** What a request is known by. */
    record Asked(String accountId, Repeat repeat) {}

    /** Gives the job of an earlier, equal request, or makes one. */
    Submitted once(Asked asked, Supplier<Submitted> admit) {
        check(asked.repeat());
        if (asked.repeat().idempotencyKey() == null && asked.repeat().clientRetry()) {
            awaitFirst(asked);
        }
        boolean mayBeKnown =
                asked.repeat().idempotencyKey() != null || asked.repeat().clientRetry();
        Optional<String> earlier =
                mayBeKnown ? storage.read(tx -> find(tx, asked.accountId(), asked.repeat())) : Optional.empty();
        if (earlier.isPresent()) {
            return known(earlier.get());
        }
        String name = name(asked);
        CountDownLatch done = new CountDownLatch(1);
        underWay.putIfAbsent(name, done);
        try {
            return admit.get();
        } finally {
            underWay.remove(name, done);
            done.countDown();
        }
    }

    /** Writes down what this order is known by, or gives the job of an equal one that came first. Part of the admission's transaction. */
    Optional<String> claim(Transaction tx, Order order) {
        Repeat repeat = order.repeat();
        if (repeat.idempotencyKey() != null) {
            try {
                insert(tx, order, key(repeat));
            } catch (DuplicateKey e) {
                return find(tx, order.accountId(), repeat);
            }
        } else {
            Optional<String> earlier = find(tx, order.accountId(), repeat);
            if (earlier.isPresent()) {
                return earlier;
            }
        }
        rememberContent(tx, order);
        return Optional.empty();
    }

    Submitted known(String jobId) {
        return new Submitted(
                board.find(jobId)
                        .orElseThrow(
                                () -> new Problem(
                                        Code.VIDEO_NOT_FOUND,
                                        "This request was made before, and its video was deleted. Use another Idempotency-Key for another video.")),
                true);
    }

    private record Seen(String jobId, String hash, Instant at) {}

    private static Optional<String> find(Transaction tx, String accountId, Repeat repeat) {
        if (repeat.idempotencyKey() != null) {
            Optional<Seen> seen = seen(tx, accountId, key(repeat));
            if (seen.isPresent() && !seen.get().hash.equals(repeat.contentHash())) {
                throw new Problem(
                        Code.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key came before with another request. Use a new key for a new request.",
                        "Idempotency-Key",
                        null);
            }
            return seen.map(Seen::jobId);
        }
        return repeat.clientRetry()
                ? seen(tx, accountId, content(repeat))
                        .filter(s -> s.at.isAfter(tx.now().minus(RETRY_WINDOW)) && shown(tx, s.jobId))
                        .map(Seen::jobId)
                : Optional.empty();
    }

    /** A deleted video cannot be what a client that sends again is waiting for. */
    private static boolean shown(Transaction tx, String jobId) {
        return tx.first("select id from job where id = ? and deleted_at is null", row -> true, jobId)
                .isPresent();
    }

    private static Optional<Seen> seen(Transaction tx, String accountId, String key) {
        return tx.first(
                "select job_id, request_hash, created_at from idempotency where account_id = ? and idem_key = ?",
                row -> new Seen(row.text("job_id"), row.text("request_hash"), row.moment("created_at")),
                accountId,
                key);
    }

    private static void rememberContent(Transaction tx, Order order) {
        String key = content(order.repeat());
        try {
            insert(tx, order, key); // nearly always new
        } catch (DuplicateKey e) {
            touch(tx, order, key);
        }
    }

    private static void touch(Transaction tx, Order order, String key) {
        tx.update(
                "update idempotency set job_id = ?, created_at = ? where account_id = ? and idem_key = ?",
                order.jobId(),
                tx.now(),
                order.accountId(),
                key);
    }

    private static void insert(Transaction tx, Order order, String key) {
        tx.update(
                "insert into idempotency (account_id, idem_key, request_hash, job_id, created_at) values (?, ?, ?, ?, ?)",
                order.accountId(),
                key,
                order.repeat().contentHash(),
                order.jobId(),
                tx.now());
    }

    private static String key(Repeat repeat) {
        return "key:" + repeat.idempotencyKey();
    }

    private static String content(Repeat repeat) {
        return "retry:" + repeat.contentHash();
    }

    private static String name(Asked asked) {
        return asked.accountId() + ' ' + asked.repeat().contentHash();
    }

    private static void check(Repeat repeat) {
        String key = repeat.idempotencyKey();
        if (key != null && (key.isEmpty() || key.length() > 255 || !Texts.storable(key))) {
            throw new Problem(
                    Code.INVALID_REQUEST, "An Idempotency-Key has 1 to 255 characters.", "Idempotency-Key", null);
        }
    }

    /** Waits for the first of its kind, within reason; whatever came of it is then in the database. */
    private void awaitFirst(Asked asked) {
        CountDownLatch first = underWay.get(name(asked));
        try {
            if (first != null && !first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Problem(
                        Code.STARTING, "The first of these requests is still being admitted; ask again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
