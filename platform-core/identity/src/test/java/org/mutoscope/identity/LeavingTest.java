package org.mutoscope.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mutoscope.core.identity.Belongings;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.storage.jdbc.JdbcStorage;

/** Accounts take their things along and leave; what belongs to others stays out of it. */
class LeavingTest {
    private static final Caller ANN = new Caller("prin_ann", "acct_ann", "ann", Set.of(Role.CREATOR));

    private final Set<String> blocked = new HashSet<>();
    private final List<String> hidden = new ArrayList<>();
    private JdbcStorage storage;
    private IdentityService identity;
    /** Throws in the step of this name. */
    private String broken = "";
    /** Happens while a job is hidden. */
    private Runnable meanwhile = () -> {};

    private void open(Database database) {
        storage = database.empty();
        identity = new IdentityService(storage, Clock.systemUTC(), System::nanoTime);
        storage.write(tx -> {
            Filled.with(tx, "ann");
            Filled.with(tx, "bob");
            return null;
        });
    }

    private Leaving leaving(Duration grace) {
        return new Leaving(storage, identity, ledger(), departing(), grace);
    }

    private Departing departing() {
        return new Departing(storage, identity, board(), clips());
    }

    private Ledger ledger() {
        return (Ledger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    boolean was = blocked.contains(arguments[1]);
                    if (method.getName().equals("block")) {
                        boolean now = (Boolean) arguments[2];
                        return now ? blocked.add((String) arguments[1]) : blocked.remove(arguments[1]);
                    }
                    return was;
                });
    }

    /** Hides and cancels as the real one does. */
    private JobBoard board() {
        return (JobBoard) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobBoard.class}, (proxy, method, arguments) -> {
                    String id = (String) arguments[0];
                    fail("board");
                    meanwhile.run();
                    hidden.add(id);
                    storage.write(tx -> {
                        tx.update(
                                "update job set deleted_at = ?, state = case when state = 'QUEUED' then 'CANCELLED' else state end where id = ?",
                                tx.now(),
                                id);
                        return tx.update("update credit_hold set state = 'RELEASED' where job_id = ?", id);
                    });
                    return null;
                });
    }

    private Clips clips() {
        return (Clips) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Clips.class}, (proxy, method, arguments) -> {
                    fail("clips");
                    if (broken.equals("store is away")) {
                        return 0;
                    }
                    return storage.write(tx -> tx.update(
                                    "delete from asset where job_id in (select id from job where deleted_at is not null)")
                            + tx.update("delete from media_file where deleted_at is not null"));
                });
    }

    private void fail(String step) {
        if (broken.equals(step)) {
            throw new IllegalStateException("the platform was killed here");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everythingOfTheAccountIsHandedOverAndNothingOfOthers(Database database) throws Exception {
        open(database);
        Map<String, List<Map<String, Object>>> sheets = new TreeMap<>();
        List<String> files = new ArrayList<>();
        new Possessions(storage).handOver("acct_ann", taker(sheets, files));
        sheets.forEach((name, rows) -> assertTrue(!rows.isEmpty() || name.equals("leaving"), name + " is empty"));
        String all = sheets.toString();
        assertTrue(all.contains("words of ann"), all);
        assertFalse(all.contains("bob"), all);
        assertFalse(all.contains("secret of"), all);
        assertFalse(all.contains(Secrets.digest("ann")), "nobody needs what a key is found by");
        assertEquals(List.of("videos/video_ann1/video", "files/file-ann"), files);
        assertEquals(2, sheets.get("videos").size());
        assertEquals(100L, sheets.get("ledger").get(0).get("amount"));
        assertThrows(Problem.class, () -> new Possessions(storage).handOver("acct_nobody", taker(sheets, files)));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void manyRowsAreHandedOverOnceEach(Database database) throws Exception {
        open(database);
        storage.write(tx -> {
            for (int i = 0; i < 1_203; i++) {
                tx.update(
                        "insert into job_note (job_id, at, what, detail) values ('video_ann1', ?, 'n', ?)",
                        tx.now(),
                        "note " + i);
            }
            return null;
        });
        Map<String, List<Map<String, Object>>> sheets = new TreeMap<>();
        new Possessions(storage).handOver("acct_ann", taker(sheets, new ArrayList<>()));
        assertEquals(1_205, sheets.get("video_notes").size());
        assertEquals(1_205, new HashSet<>(sheets.get("video_notes")).size());
    }

    private static Belongings.Taker taker(Map<String, List<Map<String, Object>>> sheets, List<String> files) {
        return new Belongings.Taker() {
            private List<Map<String, Object>> open;

            @Override
            public void sheet(String name) {
                open = sheets.computeIfAbsent(name, any -> new ArrayList<>());
            }

            @Override
            public void row(Map<String, Object> row) {
                open.add(row);
            }

            @Override
            public void file(String path, Clips.Clip file) {
                files.add(path);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoAskedCanTakeItBackAndNothingIsLost(Database database) {
        open(database);
        Leaving leaving = leaving(Duration.ofDays(14));
        leaving.ask("acct_ann", null, ANN);
        assertEquals(Set.of("acct_ann"), blocked);
        departing().goOn();
        assertEquals("ASKED", leaving.find("acct_ann").orElseThrow().state());
        assertEquals(List.of(), hidden);
        assertTrue(leaving.takeBack("acct_ann", ANN));
        assertEquals(Set.of(), blocked);
        assertFalse(leaving.takeBack("acct_ann", ANN));
        blocked.add("acct_bob");
        leaving.ask("acct_bob", null, null);
        leaving.takeBack("acct_bob", null);
        assertEquals(Set.of("acct_bob"), blocked, "an operator had blocked it before");
        leaving.ask("acct_ann", null, ANN);
        // As the ledger does when an operator blocks an account that leaves.
        storage.write(tx -> tx.update("update account_leaving set blocked = true where account_id = 'acct_ann'"));
        leaving.takeBack("acct_ann", ANN);
        assertEquals(Set.of("acct_ann", "acct_bob"), blocked, "an operator blocked it meanwhile");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theWordsGoTheBooksStayAndOthersAreUntouched(Database database) {
        open(database);
        Map<String, Long> before = counts("bob");
        Leaving leaving = leaving(Duration.ofDays(14));
        leaving.ask("acct_ann", Duration.ZERO, null);
        departing().goOn();
        assertEquals("DONE", leaving.find("acct_ann").orElseThrow().state());
        assertEquals(List.of("video_ann1", "video_ann2"), hidden);
        assertEquals(List.of(), holding("words of ann"));
        assertEquals(List.of(), holding("secret of ann"));
        assertEquals(
                1,
                number(
                        "select count(*) n from posting p join ledger_account a on a.id = p.account_id where a.owner_id = 'acct_ann'"));
        assertEquals(1, number("select count(*) n from billing_purchase where account_id = 'acct_ann'"));
        assertEquals(
                1,
                number(
                        "select count(*) n from credit_lot l join ledger_account a on a.id = l.account_id where a.owner_id = 'acct_ann'"));
        assertEquals(2, number("select count(*) n from job where account_id = 'acct_ann'"));
        assertEquals(0, number("select count(*) n from api_key where account_id = 'acct_ann'"));
        assertEquals(before, counts("bob"));
        assertEquals(1, number("select count(*) n from audit where act = 'account.delete' and subject = 'acct_ann'"));
        Problem late = assertThrows(Problem.class, () -> leaving.takeBack("acct_ann", null));
        assertEquals(Code.DELETION_BEGUN, late.code());
        departing().goOn();
        assertEquals(1, number("select count(*) n from audit where act = 'account.delete'"), "it is deleted once");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aDeletionThatWasBrokenOffGoesOn(Database database) {
        open(database);
        Leaving leaving = leaving(Duration.ZERO);
        leaving.ask("acct_ann", null, ANN);
        for (String step : List.of("board", "clips", "store is away")) {
            broken = step;
            departing().goOn();
            assertEquals("ERASING", leaving.find("acct_ann").orElseThrow().state(), step);
            assertEquals(
                    2,
                    number("select count(*) n from job where account_id = 'acct_ann' and prompt = 'words of ann'"),
                    step);
            assertThrows(Problem.class, () -> leaving.takeBack("acct_ann", ANN));
        }
        broken = "";
        departing().goOn();
        assertEquals("DONE", leaving.find("acct_ann").orElseThrow().state());
        assertEquals(List.of(), holding("words of ann"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nobodyIsGoneWhileAKeyToTheirRecordingIsThere(Database database) {
        open(database);
        storage.write(
                tx -> tx.update("update consent_enrolment set destroyed_at = null where account_id = 'acct_ann'"));
        Leaving leaving = leaving(Duration.ZERO);
        leaving.ask("acct_ann", null, ANN);
        departing().goOn();
        assertEquals("ERASING", leaving.find("acct_ann").orElseThrow().state());
        storage.write(tx ->
                tx.update("update consent_enrolment set destroyed_at = created_at where account_id = 'acct_ann'"));
        departing().goOn();
        assertEquals("DONE", leaving.find("acct_ann").orElseThrow().state());
        assertEquals(List.of(), holding("words of ann"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoseRequestWasTakenBackWhileOthersWereLedOutStays(Database database) {
        open(database);
        Leaving leaving = leaving(Duration.ZERO);
        leaving.ask("acct_ann", null, ANN);
        leaving.ask("acct_bob", null, null);
        Map<String, Long> before = counts("words of bob");
        meanwhile = () -> storage.write(tx -> tx.update("delete from account_leaving where account_id = 'acct_bob'"));
        departing().goOn();
        assertEquals("DONE", leaving.find("acct_ann").orElseThrow().state());
        assertEquals(List.of("video_ann1", "video_ann2"), hidden);
        assertEquals(before, counts("words of bob"));
        assertEquals(0, number("select count(*) n from account where id = 'acct_bob' and frozen = true"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsHeldGoesWithItsHolderAndNotWithWhoRegisteredIt(Database database) {
        open(database);
        held("his", "acct_ann", "acct_bob");
        held("hers", "acct_bob", "acct_ann");
        Leaving leaving = leaving(Duration.ZERO);
        leaving.ask("acct_ann", null, ANN);
        departing().goOn();
        assertEquals("DONE", leaving.find("acct_ann").orElseThrow().state());
        assertEquals(
                1,
                number(
                        "select count(*) n from rights_subject where id = 'subj_his' and deleted_at is null"
                                + " and name = 'his' and held_name = 'his' and holder = 'acct_bob' and account_id = 'acct_bob'"));
        assertEquals(
                1,
                number("select count(*) n from rights_subject where id = 'subj_hers' and deleted_at is not null"
                        + " and name <> 'hers' and held_name is null and holder is null"));
        for (String name : List.of("his", "hers")) {
            long stays = name.equals("his") ? 1 : 0;
            String of = " where subject_id = 'subj_" + name + "'";
            assertEquals(stays, number("select count(*) n from rights_grant" + of + " and revoked_at is null"));
            assertEquals(stays, number("select count(*) n from rights_offer" + of + " and withdrawn_at is null"));
            assertEquals(stays, number("select count(*) n from rights_claim" + of + " and state = 'ACTIVE'"));
        }
        assertEquals(1, number("select count(*) n from rights_claim where state = 'WITHDRAWN' and active_for is null"));
    }

    private void held(String name, String registrant, String holder) {
        String id = "subj_" + name;
        storage.write(tx -> {
            tx.update(
                    "insert into rights_subject (id, account_id, kind, name, state, holder, held_name, created_at)"
                            + " values (?, ?, 'CHARACTER', ?, 'ACTIVE', ?, ?, ?)",
                    id,
                    registrant,
                    name,
                    holder,
                    name,
                    tx.now());
            tx.update(
                    "insert into rights_claim (id, subject_id, account_id, evidence, state, active_for, created_at)"
                            + " values (?, ?, ?, 'register', 'ACTIVE', ?, ?)",
                    "claim_" + name,
                    id,
                    holder,
                    id,
                    tx.now());
            tx.update(
                    "insert into rights_offer (id, subject_id, account_id, credits, terms, created_at) values (?, ?, ?, 5, '', ?)",
                    "offer_" + name,
                    id,
                    holder,
                    tx.now());
            return tx.update(
                    "insert into rights_grant (id, subject_id, account_id, kind, created_at) values (?, ?, 'acct_bob', 'OFFER', ?)",
                    "grant_of_" + name,
                    id,
                    tx.now());
        });
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void soonerIsWrittenDownToo(Database database) {
        open(database);
        Leaving leaving = leaving(Duration.ofDays(14));
        leaving.ask("acct_ann", null, ANN);
        leaving.ask("acct_ann", Duration.ofDays(20), ANN);
        assertEquals(0, number("select count(*) n from audit where act = 'account.delete.sooner'"), "later is not");
        leaving.ask("acct_ann", Duration.ZERO, ANN);
        assertEquals(1, number("select count(*) n from audit where act = 'account.delete.ask'"));
        assertEquals(1, number("select count(*) n from audit where act = 'account.delete.sooner'"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theLastAdministratorStays(Database database) {
        storage = database.empty();
        identity = new IdentityService(storage, Clock.systemUTC(), System::nanoTime);
        Leaving leaving = leaving(Duration.ofDays(1));
        String first = admin("one");
        Problem refused = assertThrows(Problem.class, () -> leaving.ask(first, null, null));
        assertEquals(Code.LAST_ADMINISTRATOR, refused.code());
        String second = admin("two");
        leaving.ask(first, null, null);
        assertEquals(
                Code.LAST_ADMINISTRATOR,
                assertThrows(Problem.class, () -> leaving.ask(second, null, null))
                        .code(),
                "the other one is leaving");
        assertEquals(
                Code.ACCOUNT_NOT_FOUND,
                assertThrows(Problem.class, () -> leaving.ask("acct_nobody", null, null))
                        .code());
        assertThrows(Problem.class, () -> leaving.ask(first, Duration.ofDays(400), null));
        assertThrows(Problem.class, () -> leaving.ask(first, Duration.ofDays(-1), null));
    }

    private String admin(String name) {
        Identity.Opened opened = identity.open(name, Set.of(Role.ADMIN), null);
        return opened.account().id();
    }

    private long number(String sql) {
        return storage.read(tx -> tx.first(sql, row -> row.number("n")).orElseThrow());
    }

    /** Tables and columns in which a text is. */
    private List<String> holding(String text) {
        return storage.read(tx -> {
            List<String> found = new ArrayList<>();
            for (String[] column : columns(tx)) {
                if (tx.first(
                                        "select count(*) as n from " + column[0] + " where " + column[1] + " like ?",
                                        row -> row.number("n"),
                                        "%" + text + "%")
                                .orElse(0L)
                        > 0) {
                    found.add(column[0] + "." + column[1]);
                }
            }
            return found;
        });
    }

    /** How many rows of each table name somebody. */
    private Map<String, Long> counts(String name) {
        return storage.read(tx -> {
            Map<String, Long> counts = new TreeMap<>();
            for (String[] column : columns(tx)) {
                counts.put(
                        column[0] + "." + column[1],
                        tx.first(
                                        "select count(*) as n from " + column[0] + " where " + column[1] + " like ?",
                                        row -> row.number("n"),
                                        "%" + name + "%")
                                .orElse(0L));
            }
            return counts;
        });
    }

    private static List<String[]> columns(Transaction tx) {
        return tx.query(
                "select table_name, column_name from information_schema.columns where lower(table_schema) = 'public'"
                        + " and lower(data_type) like 'character varying%' and lower(table_name) not like 'flyway%'",
                row -> new String[] {row.text("table_name"), row.text("column_name")});
    }
}
