package org.mutoscope.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mutoscope.storage.jdbc.JdbcStorage;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The databases that accounts are kept in; each is opened once for all tests of this JVM. */
enum Database {
    H2 {
        @Override
        StorageSettings settings() throws Exception {
            return StorageSettings.embedded(fresh());
        }
    },
    POSTGRES {
        @Override
        StorageSettings settings() throws Exception {
            return PostgresServer.freshDatabase();
        }
    };

    /** In an order in which they can be emptied. */
    private static final List<String> TABLES = List.of(
            "view_appeal",
            "view_event",
            "view_viewer",
            "review",
            "rights_picture",
            "consent_title",
            "consent_receipt",
            "consent_enrolment",
            "consent_challenge",
            "rights_removal",
            "rights_approved",
            "revenue_deal_part",
            "revenue_deal",
            "revenue_payer",
            "revenue_statement",
            "payout_destination",
            "payout",
            "revenue_line",
            "revenue_split",
            "revenue_capture",
            "account_leaving",
            "audit_block",
            "audit",
            "webhook_delivery",
            "webhook_event",
            "webhook_endpoint",
            "outbox",
            "storyboard_shot",
            "storyboard",
            "creation_cost",
            "rights_approval",
            "rights_use",
            "rights_grant",
            "rights_alias",
            "rights_claim",
            "rights_offer",
            "rights_subject",
            "media_file",
            "upstream_cost",
            "asset",
            "job_shot",
            "job_note",
            "job_step",
            "idempotency",
            "job",
            "quote",
            "plan_period",
            "account_plan",
            "eligibility",
            "account_zone",
            "account_bucket",
            "billing_proof",
            "billing_purchase",
            "billing_subscription",
            "billing_account",
            "hold_lot",
            "credit_hold",
            "posting",
            "credit_lot",
            "ledger_tx",
            "ledger_account",
            "api_key",
            "membership",
            "principal",
            "account");

    private JdbcStorage storage;
    private Path folder;

    abstract StorageSettings settings() throws Exception;

    /** The database, with nothing in it. */
    synchronized JdbcStorage empty() {
        JdbcStorage open = storage();
        open.write(tx -> TABLES.stream()
                .mapToInt(table -> tx.update("delete from " + table))
                .sum());
        return open;
    }

    private JdbcStorage storage() {
        if (storage == null) {
            try {
                storage = JdbcStorage.open(settings(), Clock.systemUTC());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        }
        return storage;
    }

    private void close() {
        storage.close();
        if (folder != null) {
            delete(folder);
        }
    }

    Path fresh() throws IOException {
        folder = Files.createTempDirectory("mutoscope-identity-");
        return folder;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
