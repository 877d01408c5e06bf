package org.mutoscope.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mutoscope.core.identity.AuditLog;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.storage.jdbc.JdbcStorage;

/** What was done is read in order, and whoever changes it afterwards is found out. */
class AuditBookTest {
    private static final Duration AT_ONCE = Duration.ofHours(-1);

    private JdbcStorage storage;
    private IdentityService identity;
    private AuditBook book;
    private Caller olga;

    private void open(Database database) {
        storage = database.empty();
        identity = new IdentityService(storage, Clock.systemUTC(), System::nanoTime);
        book = new AuditBook(storage, identity, 0);
        Identity.Opened opened = identity.open("olga", Set.of(Role.OPERATOR), null);
        olga = identity.authenticate(opened.key());
    }

    private void act(String act, Identity.Outcome outcome) {
        storage.write(tx -> {
            identity.audit(tx, olga, new Identity.Act(act, "something", outcome));
            return null;
        });
    }

    private int change(String sql) {
        return storage.write(tx -> tx.update(sql));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void linesAreListedNewestFirstWithWhoAndWhatCameOfIt(Database database) {
        open(database);
        act("plugin.install", Identity.Outcome.BEGUN);
        act("request.refused", Identity.Outcome.REFUSED);
        List<AuditLog.Line> lines = list(null, null);
        assertEquals("request.refused", lines.get(0).act());
        assertEquals("REFUSED", lines.get(0).outcome());
        assertEquals("olga", lines.get(0).name());
        assertEquals(olga.accountId(), lines.get(0).account());
        assertEquals("key.issue", lines.get(2).act());
        assertEquals(null, lines.get(2).principal(), "the platform itself");
        assertEquals(2, list(olga.accountId(), null).size());
        assertEquals(1, list(null, "plugin.").size());
        assertEquals(0, list(null, "%").size(), "no pattern");
        assertEquals(0, list("acct_nobody", null).size());
        long second = lines.get(1).seq();
        assertEquals(lines.subList(2, lines.size()), book.list(new AuditLog.Wanted(second, 100, null, null)));
        assertEquals(
                1, book.list(new AuditLog.Wanted(Long.MAX_VALUE, 1, null, null)).size());
    }

    private List<AuditLog.Line> list(String account, String act) {
        return book.list(new AuditLog.Wanted(Long.MAX_VALUE, 100, account, act));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsSealedCannotBeChangedUnseen(Database database) {
        open(database);
        assertEquals(new AuditLog.Check(0, "", List.of()), book.verify());
        assertFalse(book.seal(Duration.ofMinutes(5)));
        assertEquals("", book.verify().head(), "young lines wait: one that is numbered before may still come");
        book.seal(AT_ONCE);
        act("credits.grant", Identity.Outcome.DONE);
        act("credits.grant", Identity.Outcome.DONE);
        act("plugin.remove", Identity.Outcome.BEGUN);
        book.seal(AT_ONCE);
        AuditLog.Check good = book.verify();
        assertEquals(List.of(), good.problems());
        assertEquals(list(null, null).get(0).seq(), good.sealed());
        assertEquals(64, good.head().length());

        noticed("lines were changed", "update audit set subject = 'nothing' where act = 'plugin.remove'");
        change("update audit set subject = 'something' where act = 'plugin.remove'");
        assertEquals(good, book.verify(), "as it was");
        noticed("lines were changed", "update audit set outcome = 'DONE' where act = 'plugin.remove'");
        change("update audit set outcome = 'BEGUN' where act = 'plugin.remove'");
        noticed("lines were changed", "update audit set principal_id = null where act = 'plugin.remove'");
        change("update audit set principal_id = '" + olga.principalId() + "' where act = 'plugin.remove'");
        assertEquals(good, book.verify());
        noticed("its own hash", "update audit_block set last_seq = last_seq - 1 where n = 2");
        change("update audit_block set last_seq = last_seq + 1 where n = 2");
        noticed("does not follow", "update audit_block set prev_hash = '" + "0".repeat(64) + "' where n = 2");
        change("update audit_block set prev_hash = (select b.block_hash from audit_block b where b.n = 1) where n = 2");
        assertEquals(good, book.verify());
        noticed("lines were changed, added or removed", "delete from audit where act = 'plugin.remove'");
        noticed("block 1 is missing", "delete from audit_block where n = 1");
    }

    private void noticed(String how, String sql) {
        assertTrue(change(sql) > 0, sql);
        AuditLog.Check check = book.verify();
        assertTrue(check.problems().toString().contains(how), sql + ": " + check.problems());
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void oldLinesGoAndTheChainStays(Database database) {
        open(database);
        storage.write(tx -> {
            identity.audit(tx, null, FirstKey.WRITTEN, FirstKey.FILE);
            return null;
        });
        change("update audit set at = timestamp with time zone '2020-01-01 00:00:00+00:00'");
        book.seal(AT_ONCE);
        act("credits.grant", Identity.Outcome.DONE);
        book.seal(AT_ONCE);
        assertTrue(book.prune(Duration.ofDays(365)));
        assertFalse(book.prune(Duration.ofDays(365)), "the other block is young");
        assertEquals(
                List.of("audit.prune", "credits.grant", FirstKey.WRITTEN),
                list(null, null).stream().map(AuditLog.Line::act).toList());
        book.seal(AT_ONCE);
        assertEquals(List.of(), book.verify().problems());
    }
}
