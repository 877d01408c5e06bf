package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Plugins.Source;
import org.mutoscope.plugins.Trust.Policy;

/** Who is let in, by signer, source and policy. */
class TrustTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant YESTERDAY = Instant.parse("2026-05-31T00:00:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-06-02T00:00:00Z");

    @TempDir
    Path home;

    private Path jar;
    private Path ring;
    private Shelf shelf;

    @BeforeEach
    void make() throws Exception {
        jar = JarBuilder.bundle("acme.veo", "1.0.0")
                .entry("a/one.txt", new byte[9])
                .writeTo(home.resolve("veo.jar"));
        ring = home.resolve("keys");
        shelf = new Shelf(Files.createDirectories(home.resolve("data")));
    }

    private Trust trust(Policy policy) {
        return trust(policy, NOW);
    }

    private Trust trust(Policy policy, Instant now) {
        Map<Source, Policy> all =
                Map.of(Source.DEPLOY, Policy.WARN, Source.UPLOAD, policy, Source.CATALOGUE, Policy.REQUIRE);
        return new Trust(all, new KeyRing(ring), shelf, Clock.fixed(now, ZoneOffset.UTC));
    }

    private JarFacts facts() throws Refusal {
        return JarFacts.read(jar).from(Source.UPLOAD);
    }

    private void refused(String sentence) throws Refusal {
        Trust.Verdict verdict = trust(Policy.REQUIRE).of(facts());
        assertEquals(sentence, verdict.sentence());
        assertFalse(verdict.allowed());
        assertFalse(verdict.sound());
        assertThrows(Refusal.class, () -> trust(Policy.REQUIRE).admit(facts()));
    }

    private void allowed(String sentence) throws Refusal {
        Trust.Verdict verdict = trust(Policy.REQUIRE).of(facts());
        assertEquals(sentence, verdict.sentence());
        assertTrue(verdict.allowed());
        assertTrue(verdict.sound());
        trust(Policy.REQUIRE).admit(facts());
    }

    @Test
    void unsigned() throws Exception {
        refused("It is not signed; ask its maker for a signed jar.");
        assertTrue(trust(Policy.WARN).of(facts()).allowed());
        assertTrue(trust(Policy.OFF).of(facts()).allowed());
    }

    @Test
    void tampered() throws Exception {
        Maker.named("Acme").sign(jar);
        String bytes = Files.readString(jar, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.writeString(jar, bytes.replace("a/one.txt", "a/oneXtxt"), java.nio.charset.StandardCharsets.ISO_8859_1);
        refused("a/oneXtxt was added after it was signed; get the jar again from its maker.");
        assertFalse(trust(Policy.WARN).of(facts()).allowed(), "what was changed is not merely told");
        assertTrue(trust(Policy.OFF).of(facts()).allowed());
    }

    @Test
    void signedByOneInTheRing() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.sign(jar);
        acme.into(ring, "acme.pem");
        allowed("It is signed by CN=Acme (acme.pem in the key ring, valid until 2090-01-01).");
    }

    @Test
    void selfSignedByAStranger() throws Exception {
        Maker eve = Maker.named("Acme"); // a name proves nothing
        eve.sign(jar);
        Maker.named("Acme").into(ring, "acme.pem");
        refused("It is signed by CN=Acme, who signed that certificate themselves, and nobody of that is in the key ring"
                + " (certificate SHA-256 " + facts().signature().signer()
                + "); if you know them and they name the same digest, `mutoscope plugin trust add` the jar or its"
                + " certificate.");
        assertTrue(trust(Policy.WARN).of(facts()).allowed());
    }

    @Test
    void vouchedForByOneInTheRing() throws Exception {
        Maker authority = Maker.named("House");
        authority.into(ring, "house.pem");
        authority.vouchesFor("Acme", false).sign(jar);
        allowed("It is signed by CN=Acme (house.pem in the key ring, valid until 2090-01-01).");
    }

    @Test
    void vouchedForAsAWebServerOnly() throws Exception {
        Maker authority = Maker.named("House");
        authority.into(ring, "house.pem");
        authority.vouchesFor("Acme", true).sign(jar);
        assertFalse(trust(Policy.REQUIRE).of(facts()).allowed());
    }

    @Test
    void vouchedForByOneWhoMayNotVouch() throws Exception {
        Maker acme = Maker.named("House").vouchesFor("Acme", false);
        acme.into(ring, "acme.pem");
        acme.vouchesFor("Eve", false).sign(jar);
        assertTrue(trust(Policy.REQUIRE).of(facts()).sentence().contains("vouched for by CN=Acme, and nobody"));
        assertFalse(trust(Policy.REQUIRE).of(facts()).allowed());
    }

    @Test
    void expired() throws Exception {
        Maker acme = Maker.between("Acme", Maker.LONG_AGO, YESTERDAY);
        acme.sign(jar);
        acme.into(ring, "acme.pem");
        refused("It is signed by CN=Acme, whose certificate expired on 2026-05-31; ask its maker for a jar that is"
                + " signed with a valid one.");
    }

    @Test
    void notYetValid() throws Exception {
        Maker acme = Maker.between("Acme", TOMORROW, Maker.LONG_HENCE);
        acme.sign(jar);
        acme.into(ring, "acme.pem");
        refused("It is signed by CN=Acme, whose certificate is valid only from 2026-06-02 on; look at this machine's"
                + " clock, or wait.");
    }

    @Test
    void whatWasLetInStaysWhenItsCertificateRunsOut() throws Exception {
        Maker authority = Maker.between("House", Maker.LONG_AGO, TOMORROW);
        authority.vouchesFor("Acme", false).sign(jar);
        authority.into(ring, "house.pem");
        shelf.write(Lock.EMPTY.with(Lock.Line.of(Lock.State.ON, facts(), "veo.jar")));
        Maker acme = Maker.between("Bert", Maker.LONG_AGO, TOMORROW);
        acme.sign(JarBuilder.bundle("bert", "1.0.0").writeTo(jar));
        acme.into(ring, "bert.pem");
        shelf.write(shelf.lock().with(Lock.Line.of(Lock.State.ON, facts(), "bert.jar")));
        Trust later = trust(Policy.REQUIRE, Maker.LONG_HENCE.minusSeconds(60));
        assertEquals(
                "It is signed by CN=Bert (bert.pem in the key ring, expired on 2026-06-02, after it was let in).",
                later.of(facts()).sentence());
        assertTrue(later.of(facts()).allowed());
        Files.delete(ring.resolve("bert.pem"));
        assertFalse(later.of(facts()).allowed(), "its maker is trusted no longer");
    }

    @Test
    void theSourceStaysThatOfTheFirstTime() throws Exception {
        shelf.write(Lock.EMPTY.with(Lock.Line.of(Lock.State.ON, JarFacts.read(jar), "veo.jar")));
        assertTrue(trust(Policy.REQUIRE).of(facts()).allowed(), "it came by deploy/, where unsigned jars are let in");
        shelf.write(Lock.EMPTY);
        assertFalse(trust(Policy.REQUIRE).of(facts()).allowed());
    }

    /** Between the look at a file and the copy of it, whoever may write there can exchange it. */
    @Test
    void whatIsKeptIsWhatWasChecked() throws Exception {
        String checked = facts().sha256();
        JarBuilder.bundle("acme.evil", "1.0.0").writeTo(jar);
        assertThrows(Shelf.Changed.class, () -> shelf.keep(jar, checked));
        try (var left = Files.list(shelf.jars())) {
            assertEquals(0, left.count());
        }
        assertEquals(facts().sha256(), JarFacts.digest(shelf.keep(jar, facts().sha256())));
    }

    @Test
    void noiseInTheRingIsPassedOver() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.sign(jar);
        acme.into(ring, "acme.pem");
        Files.writeString(ring.resolve("a.pem"), "no certificate");
        Files.writeString(ring.resolve("b.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        Files.writeString(ring.resolve("c.pem"), "");
        Files.createDirectory(ring.resolve("d.pem"));
        assertTrue(trust(Policy.REQUIRE).of(facts()).allowed());
    }

    @Test
    void aWordThatIsNoPolicy() {
        PluginsConfig config = new Settings() {
            @Override
            public String trust_deploy() {
                return "Required";
            }
        };
        assertEquals(
                "trust.deploy is require, warn or off, not \"Required\"",
                assertThrows(IllegalArgumentException.class, () -> Trust.policies(config))
                        .getMessage());
    }
}
