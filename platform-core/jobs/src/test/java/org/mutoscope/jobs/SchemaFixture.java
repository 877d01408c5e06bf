package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/**
 * Makes the databases that {@link UpgradeTest} upgrades: run once by the last build of a schema, and committed. Not part of the gate:
 *
 * <pre>./mvnw -Pfast -pl platform-core/jobs -am -Dtest=SchemaFixture -Dsurefire.failIfNoSpecifiedTests=false package</pre>
 *
 * <p>writes {@code target/fixture}; it goes to {@code src/test/resources/schema-N}.
 */
final class SchemaFixture {
    /** Has the free lot, a gift, a purchase in part taken back, and jobs in each state. */
    static final String BUSY = "acct_busy";
    /** Owes 10: has spent a purchase that was taken back. */
    static final String OWING = "acct_owing";

    private static final Path TARGET = Path.of("target", "fixture");

    @Test
    void h2(@TempDir Path data) throws Exception {
        try (House house = new House(data)) {
            fill(house);
            house.storage.copyInto(Files.createDirectories(TARGET.resolve("h2")));
        }
    }

    @Test
    void postgresql() throws Exception {
        StorageSettings database = PostgresServer.freshDatabase();
        try (House house = new House(database)) {
            fill(house);
        }
        Files.createDirectories(TARGET);
        Files.writeString(TARGET.resolve("postgresql.sql"), PostgresServer.dump(database), StandardCharsets.UTF_8);
    }

    private static void fill(House house) {
        people(house);
        credits(house);
        jobs(house);
        house.verifyLedger();
    }

    private static void people(House house) {
        house.storage.write(tx -> {
            for (String id : new String[] {BUSY, OWING}) {
                tx.update("insert into account (id, name, created_at) values (?, ?, ?)", id, "name of " + id, tx.now());
            }
            tx.update(
                    "insert into principal (id, kind, label, created_at) values ('prn_1', 'KEY', 'app', ?)", tx.now());
            tx.update("insert into membership (principal_id, account_id, role) values ('prn_1', ?, 'CREATOR')", BUSY);
            return tx.update(
                    "insert into api_key (id, principal_id, account_id, sha256, hint, label, scopes, created_at)"
                            + " values ('key_1', 'prn_1', ?, ?, 'mk_12345', 'app', '', ?)",
                    BUSY,
                    "0123456789abcdef".repeat(4),
                    tx.now());
        });
    }

    private static void credits(House house) {
        Ledger ledger = house.ledger;
        house.storage.write(tx -> ledger.grant(tx, new Ledger.GrantRequest(BUSY, Source.PROMO, "a present", 50, null)));
        house.storage.write(tx -> ledger.apply(tx, "paper", BUSY, pack("p1", 30_000, 2), 100));
        house.storage.write(tx -> ledger.apply(tx, "paper", OWING, pack("p2", 0, 1), 100));
        house.storage.write(
                tx -> ledger.hold(tx, new Ledger.HoldRequest(OWING, "spent", 310, "p1"), Duration.ofHours(1)));
        house.storage.write(tx -> ledger.capture(tx, "spent", 310));
        house.storage.write(tx -> ledger.apply(tx, "paper", OWING, pack("p2", 100_000, 2), 100));
    }

    private static PurchaseFact pack(String id, int revoked, int minute) {
        Instant signed = Instant.parse("2026-11-23T02:00:00Z").plus(Duration.ofMinutes(minute));
        return new PurchaseFact(id, "production", "pack.10", 1, Optional.empty(), 400, "USD", revoked, signed);
    }

    private static void jobs(House house) {
        house.start();
        ScriptedBackend backend = ScriptedBackend.instant("m", 1);
        house.backend("one", backend);
        house.await(house.submit(BUSY, "m"), JobState.COMPLETED);
        house.await(house.submit(BUSY, "m"), JobState.COMPLETED);
        backend.script((request, context) -> new RenderOutcome.Refused("no", "not this one"));
        house.await(house.submit(BUSY, "m"), JobState.FAILED);
        house.settings.put("dispatch_paused", true);
        house.board().cancel(house.submit(BUSY, "m"));
        for (int queued = 0; queued < 3; queued++) {
            house.submit(BUSY, "m");
        }
        underway(house, house.submit(BUSY, "m"));
    }

    /** As a kill leaves it: the step leased with a ticket, the job in progress. */
    private static void underway(House house, String job) {
        house.storage.write(tx -> {
            StepTable.Step step = StepTable.find(tx, job).orElseThrow();
            assertTrue(JobTable.begin(tx, job, "one@1.0.0", "m"));
            long fence = StepTable.lease(tx, step, tx.now().plusSeconds(60)).orElseThrow();
            return StepTable.remember(tx, job, fence, new StepTable.Mark("upstream-1", "one"));
        });
    }
}
