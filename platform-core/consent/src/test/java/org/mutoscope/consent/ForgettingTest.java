package org.mutoscope.consent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.consent.FaceMatch;
import org.mutoscope.api.consent.Liveness;
import org.mutoscope.api.consent.LivenessCheck;
import org.mutoscope.api.consent.Recording;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.State;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.secrets.SealingKey;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.storage.jdbc.StorageSettings;

/** What is kept of people cannot be read without its key, and when the key is gone it cannot be read at all: this looks through every byte there is. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ForgettingTest {
    private static final byte[] TEMPLATE = new byte[512];

    static {
        new Random(20261123).nextBytes(TEMPLATE);
    }

    @TempDir
    Path disk;

    private final List<Integer> scores = new ArrayList<>();
    private final Cipher block = block();

    private static Cipher block() {
        try {
            return Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the same template of everybody, and finds everybody alike. */
    private final class Faces implements FaceMatch {
        @Override
        public byte[] template(Recording recording) {
            return TEMPLATE.clone();
        }

        @Override
        public int score(byte[] template, Recording recording) {
            scores.add(Arrays.equals(TEMPLATE, template) ? 1000 : 0);
            return 912;
        }
    }

    @Test
    void afterRevocationNoByteOfRecordingOrTemplateCanBeReadNotEvenWithEarlierCopies() throws Exception {
        try (House house = new House(StorageSettings.embedded(disk)).start();
                Town town = new Town(house)) {
            town.services.of(FaceMatch.class).add("faces", new Faces());
            Path sent = town.recording(20);
            byte[] plain = Files.readAllBytes(sent);
            Enrolment made = town.consents.capture(
                    town.ann, town.begun(town.ann, Town.wish(Town.name())).id(), sent);
            Town.delete(sent); // as the front does with uploads
            town.consents.claim(town.olga, made.id());
            town.consents.decide(town.olga, made.id(), true, "digits and turns seen");
            byte[] key = Files.readAllBytes(town.data.resolve("consent-keys").resolve(made.id()));
            byte[] sealed = Files.readAllBytes(
                    town.data.resolve("consent").resolve(made.id()).resolve("template"));
            List<byte[]> before = everything(town, "before");
            assertFalse(holds(before, TEMPLATE) || holds(before, slice(plain)), "sealed it is while it is kept");
            assertTrue(holds(before, key), "this search finds what is there");
            assertTrue(opens(key, sealed), "this attempt opens what can be opened");

            town.consents.revoke(town.ann, made.id(), "changed my mind");
            town.consents.sweep();
            assertTrue(town.consents.find(town.ann, made.id()).destroyedAt() != null);
            List<byte[]> after = everything(town, "after");
            for (byte[] secret : List.of(TEMPLATE, slice(plain), key, slice(sealed))) {
                assertFalse(holds(after, secret));
            }
            // Who copied the sealed template in time finds no key to it in anything that is left.
            for (byte[] file : after) {
                for (int at = 0; at + SealingKey.BYTES <= file.length; at++) {
                    if (looksLikeKey(file, at)) {
                        assertFalse(opens(Arrays.copyOfRange(file, at, at + SealingKey.BYTES), sealed));
                    }
                }
            }
        }
    }

    /** A key has bytes of all sizes: some that are no ASCII, some of each half. Text and zeros have not; that spares most of a database. */
    private static boolean looksLikeKey(byte[] file, int at) {
        int wide = 0;
        int same = 0;
        for (int i = 0; i < SealingKey.BYTES; i++) {
            wide += file[at + i] < 0 ? 1 : 0;
            same += i > 0 && file[at + i] == file[at + i - 1] ? 1 : 0;
        }
        return wide >= 4 && same <= 4; // of random keys one in a million is left out
    }

    /** Whether the first 16 bytes come out: GCM encrypts them with the key's block of the nonce and a counter that begins at 2. */
    private boolean opens(byte[] key, byte[] sealed) throws GeneralSecurityException {
        int nonce = 8 + 4 + 1; // length of the whole, length of the piece, format
        byte[] counter = Arrays.copyOfRange(sealed, nonce, nonce + 16);
        Arrays.fill(counter, 12, 15, (byte) 0);
        counter[15] = 2;
        block.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] stream = block.doFinal(counter);
        for (int i = 0; i < 16; i++) {
            if ((stream[i] ^ sealed[nonce + 12 + i]) != TEMPLATE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Database, data folder and a backup that is made now, unpacked. */
    private List<byte[]> everything(Town town, String name) throws IOException {
        Path backup = Files.createDirectories(town.data.resolve("../" + town.data.getFileName() + "-" + name));
        town.house.storage.copyInto(backup);
        List<byte[]> all = new ArrayList<>();
        for (Path top : List.of(disk, town.data, backup)) {
            try (Stream<Path> files = Files.walk(top)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.add(Files.readAllBytes(file));
                    if (file.toString().endsWith(".zip")) {
                        all.addAll(unpacked(file));
                    }
                }
            }
        }
        return all;
    }

    private static List<byte[]> unpacked(Path zip) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                all.add(in.readAllBytes());
            }
        }
        return all;
    }

    private static byte[] slice(byte[] bytes) {
        return Arrays.copyOfRange(bytes, 100, 164);
    }

    private static boolean holds(List<byte[]> files, byte[] wanted) {
        return files.stream().anyMatch(file -> {
            for (int at = 0; at + wanted.length <= file.length; at++) {
                if (file[at] == wanted[0] && Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                    return true;
                }
            }
            return false;
        });
    }

    @OnEachDatabase
    void anAccountThatLeavesTakesItsKeysAlong(Database database) throws Exception {
        try (Town town = database.town()) {
            Enrolment made = town.accepted(town.ann, Town.wish(Town.name()));
            town.house.storage.write(tx -> tx.update(
                    "insert into account_leaving (account_id, state, blocked, asked_at, due_at) values (?, 'ERASING', false, ?, ?)",
                    town.ann.accountId(),
                    tx.now(),
                    tx.now()));
            town.consents.sweep();
            assertEquals(State.REVOKED, town.consents.find(town.ann, made.id()).state());
            assertTrue(town.consents.find(town.ann, made.id()).destroyedAt() != null);
            assertFalse(Files.exists(town.data.resolve("consent-keys").resolve(made.id())));
            assertFalse(Files.exists(town.data.resolve("consent").resolve(made.id())));
        }
    }

    @OnEachDatabase
    void whatAPlatformSealedThatEndedBeforeItWroteDownSoIsDestroyedByTheNext(Database database) throws Exception {
        try (Town town = database.town()) {
            Enrolment kept = town.enrolled(town.ann, Town.wish(Town.name()));
            Safe safe = new Safe(town.data.resolve("consent"), town.data.resolve("consent-keys"));
            safe.put("enr_lost", Safe.RECORDING, new byte[] {1, 2, 3});
            try (Enrolling next = town.open()) {
                House.until(
                        () -> !Files.exists(town.data.resolve("consent-keys").resolve("enr_lost")));
                assertTrue(next.find(town.ann, kept.id()).recorded());
                next.recording(town.ann, kept.id()).content().close();
            }
        }
    }

    @OnEachDatabase
    void checksAreToldToTheReviewerAndAloneDecideOnlyWhereTheOperatorSaysSo(Database database) {
        try (Town town = database.town()) {
            Liveness.Answer[] says = {Liveness.Answer.LIVE};
            LivenessCheck check = recording -> {
                if (says[0] == null) {
                    throw new IllegalStateException("no model");
                }
                return new Liveness(says[0], List.of("the digits that were said are " + recording.digits()));
            };
            town.services.of(LivenessCheck.class).add("digits", check);
            town.services.of(FaceMatch.class).add("faces", new Faces());
            Enrolment seen = town.enrolled(town.ann, Town.wish(Town.name()));
            assertEquals(State.REVIEW, seen.state());
            assertEquals(List.of("digits: the digits that were said are " + seen.digits()), seen.remarks());

            town.settings.put("review_by_people", false);
            Enrolment alone = town.enrolled(town.ann, Town.wish(Town.name()));
            assertEquals(State.ACCEPTED, alone.state());
            assertTrue(
                    town.consents.receipts(town.ann, alone.id()).get(0).body().contains("\"reviewed_by\":\"checks\""));
            Enrolment later = town.enrolled(town.ann, Town.wish(Town.name()));
            assertTrue(
                    later.remarks().contains("compared with this person's earlier recording: 912 of 1000"),
                    later.remarks().toString());
            assertEquals(List.of(1000), scores);

            says[0] = null;
            assertEquals(
                    State.REVIEW,
                    town.enrolled(town.ann, Town.wish(Town.name())).state());
            says[0] = Liveness.Answer.UNSURE;
            assertEquals(
                    State.REVIEW,
                    town.enrolled(town.ann, Town.wish(Town.name())).state());
            says[0] = Liveness.Answer.NOT_LIVE;
            EnrolTest.refused(Code.INVALID_CAPTURE, () -> town.enrolled(town.ann, Town.wish(Town.name())));
        }
    }

    @Test
    void whatIsSealedIsReadBackWholeOrNotAtAll() throws Exception {
        Safe safe = new Safe(disk.resolve("files"), disk.resolve("keys"));
        byte[] large = new byte[(1 << 20) * 2 + 17];
        new Random(7).nextBytes(large);
        safe.put("enr_a", Safe.RECORDING, large);
        try (SealedFile.Reading in = safe.open("enr_a", Safe.RECORDING)) {
            assertEquals(large.length, in.length());
            assertArrayEquals(large, in.readAllBytes());
        }
        Path file = disk.resolve("files/enr_a/recording");
        byte[] sealed = Files.readAllBytes(file);
        for (int at : new int[] {0, 7, 12, 13, 40, sealed.length - 1}) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThrows(IOException.class, () -> read(safe), "byte " + at);
        }
        Files.write(file, Arrays.copyOf(sealed, sealed.length - 20));
        assertThrows(IOException.class, () -> read(safe));
        safe.destroy("enr_a");
        safe.destroy("enr_a");
        assertThrows(IOException.class, () -> read(safe));
        assertEquals(List.of(), safe.ids());
    }

    private static void read(Safe safe) throws IOException {
        try (SealedFile.Reading in = safe.open("enr_a", Safe.RECORDING)) {
            in.readAllBytes();
        }
    }
}
