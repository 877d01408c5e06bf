package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwayCommandTest {
    private final PlatformDouble platform;

    @TempDir
    Path folder;

    AwayCommandTest() throws Exception {
        platform = new PlatformDouble();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void anExportIsSavedAndNothingOverwritten() throws Exception {
        Path file = folder.resolve("mine.zip");
        platform.says(200, "a zip");
        assertEquals(0, platform.run("account", "export", "--out", file.toString()));
        assertEquals("a zip", Files.readString(file));
        assertEquals(74, platform.run("account", "export", "--out", file.toString()));
        platform.says(
                429,
                "{\"error\":{\"message\":\"Others are being written.\",\"code\":\"too_many_exports\",\"number\":1064}}");
        Path other = folder.resolve("other.zip");
        assertEquals(1, platform.run("account", "export", "acct_x", "--out", other.toString()));
        assertTrue(platform.err.toString().contains("[1064 too_many_exports]"), platform.err::toString);
        assertFalse(Files.exists(other));
        assertEquals(
                List.of("GET /api/v1/account/export ", "GET /api/v1/admin/accounts/acct_x/export "), platform.asked);
    }

    @Test
    void deletingSaysWhatItWouldDoFirst() {
        platform.says(
                200,
                "{\"account_id\":\"acct_a\",\"state\":\"asked\",\"due_at\":\"2026-12-07T00:00:00Z\",\"credits_lost\":30}");
        assertEquals(1, platform.run("account", "delete"));
        assertTrue(platform.err.toString().contains("everything of acct_a would be deleted"), platform.err::toString);
        assertEquals(2, platform.run("account", "delete", "--yes", "--grace-days", "0"), "that is for operators");
        assertEquals(0, platform.run("account", "delete", "--yes"));
        assertEquals(
                "acct_a will be deleted at 2026-12-07T00:00:00Z; until then: mutoscope account keep\n30 credits go with it",
                platform.printed().replace("\r", ""));
        assertEquals(0, platform.run("account", "delete", "acct_b", "--yes", "--grace-days", "0"));
        assertEquals(0, platform.run("account", "deletion"));
        assertEquals(0, platform.run("account", "keep"));
        assertEquals(
                List.of(
                        "GET /api/v1/account ",
                        "GET /api/v1/account ",
                        "POST /api/v1/account/deletion {\"confirm\":\"acct_a\"}",
                        "POST /api/v1/admin/accounts/acct_b/deletion?grace_days=0 {\"confirm\":\"acct_b\"}",
                        "GET /api/v1/account/deletion ",
                        "DELETE /api/v1/account/deletion "),
                platform.asked);
    }

    @Test
    void theAuditIsListedAndChecked() {
        platform.says(
                200,
                "{\"data\":[{\"seq\":7,\"at\":\"2026-11-23T12:00:00Z\",\"account_name\":null,\"act\":\"account.delete\",\"outcome\":\"done\",\"subject\":\"acct_a\"}]}");
        assertEquals(
                0,
                platform.run(
                        "audit", "list", "--act", "account.", "--account", "acct_o", "--before", "9", "--limit", "5"));
        assertTrue(
                platform.printed().contains("7 2026-11-23T12:00:00Z - account.delete done acct_a"), platform.printed());
        assertEquals("GET /api/v1/admin/audit?limit=5&account=acct_o&act=account.&before=9 ", platform.asked.get(0));
        platform.says(200, "{\"ok\":true,\"sealed_through\":7,\"head\":\"ab\",\"problems\":[]}");
        assertEquals(0, platform.run("audit", "verify"));
        platform.says(
                200, "{\"ok\":false,\"sealed_through\":7,\"head\":\"ab\",\"problems\":[\"Block 1 was changed.\"]}");
        assertEquals(1, platform.run("audit", "verify"));
        assertTrue(platform.out.toString().contains("Block 1 was changed."), platform.out::toString);
    }

    @Test
    void anAuthorityThatIsNoneIsSaid() throws Exception {
        Path rubbish = Files.writeString(folder.resolve("ca.pem"), "rubbish");
        for (Path file : List.of(rubbish, folder.resolve("absent"), folder)) {
            Failure failure = org.junit.jupiter.api.Assertions.assertThrows(
                    Failure.class, () -> Trusted.by(file), file.toString());
            assertTrue(failure.getMessage().startsWith("MUTOSCOPE_CA: "), failure.getMessage());
        }
    }
}
