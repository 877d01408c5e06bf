package org.mutoscope.consent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.core.consent.Consents.Challenge;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.Wish;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedSwappable;
import org.mutoscope.rights.Registry;
import org.mutoscope.rights.RightsConfig;

/** People and two operators around enrolment. What its thread destroys is asked for, not awaited: tests run it. */
final class Town implements AutoCloseable {
    static final String TERMS = "2026-11";

    final House house;
    final Path data;
    final Map<String, Object> settings = new HashMap<>();
    final ListedSwappable services = new ListedSwappable();
    final PlainReader reader = new PlainReader();
    final AuditBook audit = new AuditBook();
    final Registry registry;
    final Enrolling consents;
    final Caller ann;
    final Caller bob;
    final Caller olga = operator("olga");
    final Caller oskar = operator("oskar");

    Town(House house) {
        this.house = house;
        this.data = folder();
        ann = person();
        bob = person();
        settings.put("sweep_seconds", 300);
        services.of(MediaReader.class).add("plain", reader);
        registry = new Registry(
                new Registry.Outside(house.storage, audit, house.ledger, house.board()),
                () -> Configs.of(RightsConfig.class, Map.of("sweep_seconds", 30)));
        consents = open();
    }

    /** What a platform that starts on this data has. */
    Enrolling open() {
        try {
            return new Enrolling(
                    new Enrolling.Outside(house.storage, audit, registry.titles(), services, house.calls),
                    data,
                    () -> Configs.of(ConsentConfig.class, settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("mutoscope-consent-data-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Caller person() {
        String id = house.account();
        return new Caller("prin_" + id, id, "someone", Set.of(Role.CREATOR, Role.HOLDER));
    }

    private static Caller operator(String name) {
        return new Caller("prin_" + name, "acct_" + name, name, Set.of(Role.OPERATOR));
    }

    /** A name that no other test has. */
    static String name() {
        return "Ann Person " + UUID.randomUUID();
    }

    static Wish wish(String name, Kind... kinds) {
        return new Wish(kinds.length == 0 ? Set.of(Kind.LIKENESS) : Set.of(kinds), name, true, TERMS);
    }

    /** A file that no other test has, with the first bytes of an MP4. */
    Path recording(long seed) {
        byte[] bytes = new byte[3000];
        new Random(seed ^ System.nanoTime()).nextBytes(bytes);
        byte[] mark = "\0\0\0\u0018ftypisom".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(mark, 0, bytes, 0, mark.length);
        return file(bytes);
    }

    Path file(byte[] bytes) {
        try {
            return Files.write(Files.createTempFile(data, "sent-", ".part"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A challenge that was begun a minute ago. */
    Challenge begun(Caller by, Wish wish) {
        Challenge shown = consents.challenge(by, wish);
        Challenge begun = consents.begin(by, shown.id(), shown.nonce());
        earlier("consent_challenge", "begun_at", shown.id(), 60);
        return begun;
    }

    /** Makes a moment of a row so many seconds earlier. */
    void earlier(String table, String column, String id, int seconds) {
        house.storage.write(tx -> tx.update(
                "update " + table + " set " + column + " = ? where id = ?",
                tx.now().minusSeconds(seconds),
                id));
    }

    Enrolment enrolled(Caller by, Wish wish) {
        Path sent = recording(1);
        try {
            return consents.capture(by, begun(by, wish).id(), sent);
        } finally {
            delete(sent);
        }
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Enrolment accepted(Caller by, Wish wish) {
        Enrolment made = enrolled(by, wish);
        consents.claim(olga, made.id());
        return consents.decide(olga, made.id(), true, "digits and turns seen");
    }

    @Override
    public void close() {
        consents.close();
        registry.close();
    }
}
