package org.mutoscope.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.core.identity.Account;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.storage.jdbc.JdbcStorage;

class IdentityServiceTest {
    @TempDir
    static Path database;

    private static JdbcStorage storage;

    private final AtomicLong nanos = new AtomicLong();
    private IdentityService identity;

    @BeforeAll
    static void open() {
        storage = JdbcStorage.open(database, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @BeforeEach
    void empty() {
        storage.write(tx -> List.of("audit", "api_key", "membership", "principal", "account").stream()
                .mapToInt(table -> tx.update("delete from " + table))
                .sum());
        identity = new IdentityService(storage, Clock.systemUTC(), nanos::get);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t"})
    void noKeyIsSaidToBeMissing(String key) {
        refused(Code.MISSING_API_KEY, () -> identity.authenticate(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "sk-proj-123",
                "mk_",
                "mk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "mk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "mk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e9",
                "mk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
                "mk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void strangeKeysAreRefused(String key) {
        refused(Code.INVALID_API_KEY, () -> identity.authenticate(key));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "   ",
                "a\nb",
                "a\u0000b",
                "a\u007fb",
                "pay\u202epal",
                "a\u2066b",
                "zero\u200bwidth",
                "\ufeffbom",
                "line\u2028break",
                "half \ud83d",
                "\udc4d half",
                "private \ue000",
                "unassigned \u0378"
            })
    void namesThatCouldLieAreRefused(String name) {
        refused(Code.INVALID_NAME, () -> identity.open(name, Set.of(Role.CREATOR), null));
        assertEquals(List.of(), identity.list(null, 10));
    }

    @Test
    void namesAreWhatPeopleCallThemselves() {
        for (String name : List.of("a", "Zo\u00eb", "\u5f71", "Anna-Lena O'Hara", "\ud83d\udc4d", "x".repeat(200))) {
            Identity.Opened opened = identity.open(name, Set.of(Role.CREATOR), null);
            assertEquals(
                    Optional.of(opened.account()),
                    identity.find(opened.account().id()));
            assertEquals(name, identity.authenticate(opened.key()).accountName());
        }
        refused(Code.INVALID_NAME, () -> identity.open("x".repeat(201), Set.of(), null));
    }

    @Test
    void aNewAccountHasOneKeyThatOpensIt() {
        Identity.Opened opened = identity.open("studio", Set.of(Role.CREATOR, Role.HOLDER), null);
        assertTrue(
                opened.account().id().matches("acct_[a-z2-7]{20}"),
                opened.account().id());
        assertTrue(opened.key().matches("mk_[A-Za-z0-9_-]{43}"), "shape of a key");
        Caller caller = identity.authenticate(opened.key());
        assertEquals(opened.account().id(), caller.accountId());
        assertEquals(Set.of(Role.CREATOR, Role.HOLDER), caller.roles());
        assertTrue(caller.may(Role.HOLDER));
        assertFalse(caller.may(Role.ADMIN, Role.OPERATOR));
        assertEquals(1, identity.keys(opened.account().id()).size());
        assertEquals(
                Set.of(Role.CREATOR),
                identity.open("plain", Set.of(), null).account().roles(),
                "the least there is");
    }

    @Test
    void theKeyItselfIsNowhereInTheDatabase() {
        Identity.Opened opened = identity.open("studio", Set.of(Role.CREATOR), null);
        String secret = opened.key().substring(3);
        List<String> everything = new ArrayList<>();
        storage.read(tx -> {
            everything.addAll(tx.query(
                    "select * from api_key", row -> row.text("sha256") + row.text("hint") + row.text("label")));
            everything.addAll(tx.query("select * from audit", row -> row.text("act") + row.text("subject")));
            return null;
        });
        assertEquals(3, everything.size());
        assertTrue(everything.stream().noneMatch(text -> text.contains(secret)));
        assertTrue(everything.get(0).contains(Secrets.digest(opened.key())));
    }

    @Test
    void aKeyEndsWhenItIsRevokedAndTheOthersDoNot() {
        Identity.Opened opened = identity.open("studio", Set.of(Role.CREATOR), null);
        String account = opened.account().id();
        Identity.Issued second = identity.issue(account, "laptop", null, null);
        identity.authenticate(second.key());
        assertTrue(identity.revoke(account, second.keyId(), null));
        refused(Code.INVALID_API_KEY, () -> identity.authenticate(second.key()));
        identity.authenticate(opened.key());
        assertTrue(identity.revoke(account, second.keyId(), null), "again is no error");
        assertFalse(identity.revoke(account, "key_unknown", null));
        String other = identity.open("other", Set.of(), null).account().id();
        assertFalse(identity.revoke(other, identity.keys(account).get(0).keyId(), null), "not another account's key");
        assertEquals(
                List.of(false, true),
                identity.keys(account).stream().map(Identity.KeyFacts::revoked).toList());
    }

    @Test
    void aRevocationMadeElsewhereIsSeenAfterASecondAtMost() {
        Identity.Opened opened = identity.open("studio", Set.of(Role.CREATOR), null);
        identity.authenticate(opened.key());
        storage.write(tx -> tx.update("update api_key set revoked_at = ?", tx.now()));
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        identity.authenticate(opened.key());
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        refused(Code.INVALID_API_KEY, () -> identity.authenticate(opened.key()));
    }

    @Test
    void aFrozenAccountIsShutOut() {
        Identity.Opened opened = identity.open("studio", Set.of(Role.CREATOR), null);
        storage.write(tx -> tx.update(
                "update account set frozen = true where id = ?",
                opened.account().id()));
        refused(Code.ACCOUNT_FROZEN, () -> identity.authenticate(opened.key()));
    }

    @Test
    void aKeyEndsAtItsMoment() {
        String account =
                identity.open("studio", Set.of(Role.CREATOR), null).account().id();
        refused(
                Code.INVALID_REQUEST,
                () -> identity.issue(account, "late", Instant.now().minusSeconds(1), null));
        Instant ends = Instant.now().plusSeconds(3600);
        Identity.Issued issued = identity.issue(account, "guest", ends, null);
        identity.authenticate(issued.key());
        IdentityService later =
                new IdentityService(storage, Clock.offset(Clock.systemUTC(), Duration.ofHours(2)), nanos::get);
        Problem problem = refused(Code.EXPIRED_API_KEY, () -> later.authenticate(issued.key()));
        assertFalse(problem.getMessage().contains(issued.key()));
    }

    @Test
    void keysNeedAnAccountAndALabel() {
        refused(Code.ACCOUNT_NOT_FOUND, () -> identity.issue("acct_nobody", "x", null, null));
        refused(Code.ACCOUNT_NOT_FOUND, () -> identity.keys("acct_nobody"));
        String account = identity.open("studio", Set.of(), null).account().id();
        refused(Code.INVALID_NAME, () -> identity.issue(account, "", null, null));
        assertEquals(Optional.empty(), identity.find("acct_nobody"));
    }

    @Test
    void accountsAreListedInPagesOldestFirst() {
        List<Account> made = new ArrayList<>();
        for (int n = 0; n < 7; n++) {
            made.add(identity.open("account " + n, Set.of(Role.CREATOR, Role.AUDITOR), null)
                    .account());
        }
        List<Account> read = new ArrayList<>();
        String after = null;
        for (List<Account> page = identity.list(null, 3); !page.isEmpty(); page = identity.list(after, 3)) {
            read.addAll(page);
            after = page.get(page.size() - 1).id();
        }
        assertEquals(made, read);
        for (int bad : new int[] {0, -1, 1001, Integer.MAX_VALUE}) {
            refused(Code.INVALID_PAGING, () -> identity.list(null, bad));
        }
        refused(Code.INVALID_PAGING, () -> identity.list("acct_nobody", 3));
    }

    @Test
    void everyActIsInTheAuditWithWhoDidIt() {
        Caller admin = identity.authenticate(
                identity.open("admin", Set.of(Role.ADMIN), null).key());
        String account =
                identity.open("studio", Set.of(Role.CREATOR), admin).account().id();
        Identity.Issued issued = identity.issue(account, "laptop", null, admin);
        identity.revoke(account, issued.keyId(), admin);
        List<String> lines = storage.read(tx -> tx.query(
                "select act, subject from audit where principal_id = ? order by seq",
                row -> row.text("act") + " " + row.text("subject"),
                admin.principalId()));
        assertEquals(4, lines.size());
        assertEquals("account.open " + account + " [CREATOR]", lines.get(0));
        assertEquals("key.issue " + account + " " + issued.keyId(), lines.get(2));
        assertEquals("key.revoke " + account + " " + issued.keyId(), lines.get(3));
        storage.write(tx -> {
            identity.audit(tx, admin, "plugin.install", "y".repeat(1000));
            return null;
        });
    }

    @Test
    void theCacheAsksOnceASecondAndIsBounded() {
        AtomicLong asked = new AtomicLong();
        KeyCache cache = new KeyCache(nanos::get, 4);
        Keyring.Known known = new Keyring.Known(new Caller("p", "a", "n", Set.of()), null, false, false);
        for (int n = 0; n < 1000; n++) {
            cache.get("one", () -> {
                asked.incrementAndGet();
                return Optional.of(known);
            });
        }
        assertEquals(1, asked.get());
        for (int n = 0; n < 1000; n++) {
            cache.get("key " + n, () -> Optional.of(known));
            cache.get("guess " + n, Optional::empty);
            assertTrue(cache.size() <= 4);
        }
    }

    static Problem refused(Code code, Runnable act) {
        Problem problem = assertThrows(Problem.class, act::run);
        assertEquals(code, problem.code(), problem.getMessage());
        return problem;
    }
}
