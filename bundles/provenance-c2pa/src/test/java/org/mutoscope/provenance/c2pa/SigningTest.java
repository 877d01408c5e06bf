package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mutoscope.provenance.c2pa.Samples.NOW;
import static org.mutoscope.provenance.c2pa.Samples.failures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.provenance.c2pa.Samples.House;

class SigningTest {
    @TempDir
    Path folder;

    private House house;
    private Path plain;
    private Path signed;

    @BeforeEach
    void sign() throws Exception {
        house = House.open();
        plain = Samples.file(folder, "plain.mp4", Samples.mp4());
        signed = folder.resolve("signed.mp4");
        house.sign(plain, signed, Samples.clip("video_1"));
    }

    private Credentials changed(int at, byte... bytes) throws IOException {
        byte[] all = Files.readAllBytes(signed);
        System.arraycopy(bytes, 0, all, at, bytes.length);
        return house.check(Samples.file(folder, "changed.mp4", all));
    }

    private int place(String text) throws IOException {
        int at = new String(Files.readAllBytes(signed), StandardCharsets.ISO_8859_1).indexOf(text);
        assertTrue(at > 0, text);
        return at;
    }

    @Test
    void aSignedFileIsTrustedAndSaysWhatItIs() throws Exception {
        Credentials credentials = house.check(signed);

        assertEquals(List.of(), failures(credentials));
        assertEquals(Credentials.State.TRUSTED, credentials.state());
        assertEquals("Test House", credentials.issuer());
        assertEquals("Mutoscope 0.1.0", credentials.generator());
        assertEquals(NOW, credentials.stampedAt());
        assertEquals(
                List.of(
                        new Credentials.Action("c2pa.created", Assertions.GENERATED),
                        new Credentials.Action("c2pa.watermarked", "")),
                credentials.actions());
    }

    @Test
    void withoutTheRootItIsValidAndSaysWhoIsNotKnown() throws Exception {
        Credentials credentials =
                Mp4Reader.read(signed, new Trust(List.of()), NOW).orElseThrow().credentials();

        assertEquals(Credentials.State.VALID, credentials.state());
        assertEquals(List.of(Credentials.UNTRUSTED), failures(credentials));
        Credentials other = Mp4Reader.read(signed, House.open("Another").trust(), NOW)
                .orElseThrow()
                .credentials();
        assertEquals(Credentials.State.VALID, other.state());
    }

    @Test
    void theStampOutlivesTheCertificate() throws Exception {
        var later = NOW.plus(Authority.SHORT).plus(Duration.ofDays(500));
        assertEquals(
                Credentials.State.TRUSTED,
                Mp4Reader.read(signed, house.trust(), later)
                        .orElseThrow()
                        .credentials()
                        .state());

        Path bare = folder.resolve("bare.mp4");
        new Mp4Signer(house.credential(), null, "0").sign(plain, bare, Manifest.of(Samples.clip("video_1"), List.of()));
        assertEquals(Credentials.State.TRUSTED, house.check(bare).state());
        assertEquals(
                List.of("claimSignature.outsideValidity", Credentials.UNTRUSTED),
                failures(
                        Mp4Reader.read(bare, house.trust(), later).orElseThrow().credentials()));
    }

    @Test
    void aStampFromAnUnknownAuthorityDoesNotCount() throws Exception {
        Path foreign = folder.resolve("foreign.mp4");
        new Mp4Signer(house.credential(), House.open("Another").stamping(), "0")
                .sign(plain, foreign, Manifest.of(Samples.clip("video_1"), List.of()));

        assertEquals(Credentials.State.TRUSTED, house.check(foreign).state());
        var later = NOW.plus(Authority.SHORT).plus(Duration.ofDays(1));
        assertEquals(
                Credentials.State.INVALID,
                Mp4Reader.read(foreign, house.trust(), later)
                        .orElseThrow()
                        .credentials()
                        .state());
    }

    @Test
    void changesOfTheMediaAreFound() throws IOException {
        int end = (int) Files.size(signed);
        assertEquals(List.of("assertion.bmffHash.mismatch"), failures(changed(end - 1, (byte) 1)));
        assertEquals(List.of("assertion.bmffHash.mismatch"), failures(changed(place("mvhd") + 8, (byte) 1)));
        byte[] all = Files.readAllBytes(signed);
        for (byte[] more :
                List.of(Samples.box("free", new byte[4]), Samples.box("uuid", new byte[30]), Samples.box("mdat"))) {
            Path longer = Samples.file(folder, "longer.mp4", all, more);
            assertEquals(List.of("assertion.bmffHash.mismatch"), failures(house.check(longer)));
        }
        Path shorter = Samples.file(folder, "shorter.mp4", Arrays.copyOf(all, all.length - 10));
        assertEquals(List.of("general.error"), failures(house.check(shorter)));
    }

    @Test
    void changesOfTheStatementsAreFound() throws IOException {
        assertEquals(
                List.of("assertion.hashedURI.mismatch"),
                failures(changed(place("notAllowed"), "allowedNot".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(List.of("claimSignature.mismatch"), failures(changed(place("xmp:iid:") + 10, (byte) 'z')));
    }

    @Test
    void aStatementThatWasAddedIsFound() throws Exception {
        Superbox store = Superbox.read(store(signed));
        Superbox manifest = store.boxes().get(0);
        Superbox statements = manifest.box("c2pa.assertions").orElseThrow();
        List<Superbox> more = new java.util.ArrayList<>(statements.boxes());
        more.add(Manifest.cbor("org.example.more", java.util.Map.of("a", 1)));
        Superbox changed = Superbox.of(
                "c2pa",
                "c2pa",
                List.of(Superbox.of(
                        "c2ma",
                        manifest.label(),
                        List.of(
                                Superbox.of("c2as", "c2pa.assertions", more),
                                manifest.box("c2pa.claim.v2").orElseThrow(),
                                manifest.box("c2pa.signature").orElseThrow()))));

        assertTrue(failures(house.check(withStore(changed.bytes()))).contains("assertion.undeclared"));
    }

    private byte[] store(Path file) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(file)) {
            return Mp4File.store(
                    channel, Mp4File.read(channel).credentials(channel).orElseThrow());
        }
    }

    private Path withStore(byte[] store) throws IOException {
        Path file = folder.resolve("other.mp4");
        Files.deleteIfExists(file);
        try (var in = java.nio.channels.FileChannel.open(signed);
                var out = java.nio.channels.FileChannel.open(
                        file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            Mp4Writer.copy(in, out, Mp4File.box(store));
        }
        return file;
    }

    @Test
    void twoGenerationsAndTwoSourcesAreCarriedOn() throws Exception {
        Path child = folder.resolve("child.mp4");
        house.sign(signed, child, Samples.clip("video_2"), made(signed, Ingredient.Relation.PARENT));
        Path grandchild = folder.resolve("grandchild.mp4");
        house.sign(
                child,
                grandchild,
                Samples.clip("video_3"),
                made(child, Ingredient.Relation.COMPONENT),
                made(signed, Ingredient.Relation.INPUT));

        Credentials credentials = house.check(grandchild);

        assertEquals(List.of(), failures(credentials));
        assertEquals(Credentials.State.TRUSTED, credentials.state());
        assertEquals(
                List.of("componentOf", "inputTo"),
                credentials.ingredients().stream()
                        .map(Credentials.Origin::relation)
                        .toList());
        Credentials parent = credentials.ingredients().get(0).credentials();
        assertEquals("c2pa.opened", parent.actions().get(0).name());
        assertEquals(
                Credentials.State.TRUSTED,
                parent.ingredients().get(0).credentials().state());
        assertEquals(3, Superbox.read(store(grandchild)).boxes().size());
    }

    private Ingredient made(Path file, Ingredient.Relation relation) throws IOException {
        Mp4Reader.Reading reading = Mp4Reader.read(file, house.trust(), NOW).orElseThrow();
        return new Ingredient(
                relation,
                "video",
                "video/mp4",
                Optional.of(new Ingredient.CheckedStore(
                        reading.store(), reading.credentials().findings())));
    }

    @Test
    void aChangedAncestorIsFound() throws Exception {
        Path child = folder.resolve("child.mp4");
        house.sign(signed, child, Samples.clip("video_2"), made(signed, Ingredient.Relation.PARENT));
        byte[] all = Files.readAllBytes(child);
        int at = new String(all, StandardCharsets.ISO_8859_1).indexOf("notAllowed");
        all[at] = 'N';

        Credentials credentials = house.check(Samples.file(folder, "changed.mp4", all));

        assertEquals(Credentials.State.INVALID, credentials.state());
        assertEquals(List.of("ingredient.manifest.mismatch"), failures(credentials));
        assertEquals(
                List.of("assertion.hashedURI.mismatch"),
                failures(credentials.ingredients().get(0).credentials()));
    }

    @Test
    void somethingWithoutCredentialsIsSaidToBeSo() throws Exception {
        Path child = folder.resolve("child.mp4");
        house.sign(
                plain,
                child,
                Samples.clip("video_2"),
                new Ingredient(Ingredient.Relation.PARENT, "video_1", "video/mp4", Optional.empty()));

        Credentials credentials = house.check(child);

        assertEquals(Credentials.State.TRUSTED, credentials.state());
        assertFalse(credentials.ingredients().isEmpty());
        assertEquals(null, credentials.ingredients().get(0).credentials());
    }

    @Test
    void damageIsAFindingAndNeverAFault() throws IOException {
        byte[] all = Files.readAllBytes(signed);
        Random random = new Random(8);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = all.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Samples.file(folder, "damaged.mp4", damaged);
            Mp4Reader.read(file, house.trust(), NOW)
                    .ifPresent(reading -> assertNotNull(reading.credentials().state()));
        }
    }

    @ParameterizedTest
    @CsvSource({"EC, secp384r1, ES384", "EC, secp521r1, ES512", "Ed25519, , ED25519", "RSA, 2048, PS256"})
    void otherKeysSignToo(String kind, String size, SigningAlgorithm algorithm) throws Exception {
        Credential credential = OtherKeys.credential(house.authority(), kind, size);
        assertEquals(algorithm, credential.algorithm());
        Path other = folder.resolve("other.mp4");
        new Mp4Signer(credential, house.stamping(), "0")
                .sign(plain, other, Manifest.of(Samples.clip("video_1"), List.of()));

        assertEquals(Credentials.State.TRUSTED, house.check(other).state());
    }
}
