package org.mutoscope.views;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch;
import org.mutoscope.core.views.Watch.Event;
import org.mutoscope.core.views.Watch.Kind;
import org.mutoscope.core.views.Watch.Visit;
import org.mutoscope.storage.jdbc.JdbcStorage;

/** A street with people, clips and a clock of its own; nothing in it happens by itself. */
final class Street implements AutoCloseable {
    static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    static final LocalDate TENTH = LocalDate.of(2026, 10, 10);

    private static final String JOB =
            "insert into job (id, account_id, state, asked_model, model, task, prompt, seconds, size, rendered_size,"
                    + " seed, parameters, remarks, obligations, facts, credits_held, created_at, parent_job) values (?, ?,"
                    + " 'COMPLETED', 'm', 'm', 'text-to-video', 'a cat', ?, '64x64', '64x64', 7, '{}', '', '', '', 10, ?,"
                    + " ?)";

    Instant now = Instant.parse("2026-10-10T12:00:00Z");
    final Map<String, Object> settings = new HashMap<>();
    final AuditBook audit = new AuditBook();
    final JdbcStorage storage;
    final Caller olga = new Caller("prin_olga", "acct_olga", "olga", Set.of(Role.OPERATOR));
    ViewSystem system;
    private int made;

    Street(Database database) {
        settings.put("sites", new String[] {"acct_site"});
        storage = database.empty(() -> now);
        restart();
    }

    /** As after a start of the platform. */
    void restart() {
        system = new ViewSystem(storage, audit, () -> Settings.of(settings));
    }

    Watch watch() {
        return system.watch();
    }

    Views views() {
        return system.views();
    }

    ViewDesk desk() {
        return system.desk();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Caller person() {
        return person(Duration.ofDays(100));
    }

    Caller person(Duration age) {
        String id = "acct_" + String.format("%06d", ++made);
        Instant since = now.minus(age);
        storage.write(
                tx -> tx.update("insert into account (id, name, created_at) values (?, 'someone', ?)", id, since));
        return new Caller("prin_" + id, id, "someone", Set.of(Role.CREATOR, Role.HOLDER));
    }

    /** A clip of 8 s. */
    String clip(Caller maker) {
        return clip(maker, 8, null);
    }

    String clip(Caller maker, int seconds, String parent) {
        String id = "video_" + String.format("%06d", ++made);
        storage.write(tx -> tx.update(JOB, id, maker.accountId(), seconds, tx.now(), parent));
        return id;
    }

    /** Says that accounts were seen on one device. */
    void device(Caller... people) {
        String hash = String.format("%064d", ++made);
        storage.write(tx -> {
            for (Caller one : people) {
                tx.update(
                        "insert into account_bucket (kind, bucket, account_id, seen_at) values ('DEVICE', ?, ?, ?)",
                        hash,
                        one.accountId(),
                        tx.now());
            }
            return null;
        });
    }

    /** Has a clip watched for some time, from a network of the viewer's own. @return the token */
    String see(Caller viewer, String clip, long millis) {
        return see(Visit.of(viewer.accountId(), clip), viewer.accountId(), millis);
    }

    String see(Caller viewer, String clip) {
        return see(viewer, clip, 8_000);
    }

    String see(Visit visit, String network, long millis) {
        String token = watch().open(visit).token();
        say(token, network, new Event(0, Kind.START, 0, true));
        pass(Duration.ofMillis(millis));
        say(token, network, new Event(1, Kind.END, millis, true));
        return token;
    }

    void say(String token, String network, Event... events) {
        watch().note(new Watch.Report(token, network, List.of(events)));
    }

    /** What the guard says of a clip in October, by verdict. */
    Map<String, Long> counts(String clip) {
        system.look();
        Map<String, Long> counts = new TreeMap<>();
        desk().counts(olga, OCTOBER, clip, null, 1)
                .forEach(count -> count.seen().forEach(seen -> counts.put(seen.verdict(), seen.views())));
        return counts;
    }

    /** Weights of October. */
    Map<String, Long> weights() {
        Map<String, Long> weights = new TreeMap<>();
        views().weights(OCTOBER, weight -> weights.put(weight.jobId(), weight.microViews()));
        return weights;
    }

    List<Views.PayerWeight> payers() {
        List<Views.PayerWeight> payers = new ArrayList<>();
        views().payers(OCTOBER, payers::add);
        return payers;
    }

    @Override
    public void close() {
        system.close();
    }
}
