package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.provenance.Evidence;
import org.mutoscope.api.provenance.ProvenanceRequest;

class C2paSignerTest {
    @TempDir
    Path data;

    private record Config(
            String provider, String signer_file, String signer_password, String timestamp_url, String training)
            implements C2paConfig {
        static final Config PLAIN = new Config("Test House", "", "", "", "notAllowed");

        @Override
        public String directory() {
            return "provenance";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return C2paConfig.class;
        }
    }

    private record Asked(Path file, String mediaType, List<String> parents) implements ProvenanceRequest {
        @Override
        public String assetId() {
            return "video_1";
        }

        @Override
        public String model() {
            return "sprite-1";
        }

        @Override
        public String backend() {
            return "mutoscope-backend-local-cuda@0.1.0";
        }

        @Override
        public Instant createdAt() {
            return Samples.NOW;
        }

        @Override
        public Map<String, String> obligations() {
            return Map.of();
        }
    }

    private C2paSigner signer(Config config) throws Exception {
        return new C2paSigner(config, data, "0.1.0", Samples.CLOCK);
    }

    private Credentials check(Path file) throws Exception {
        Trust trust = new KeyFolder(data.resolve("provenance"), "", Samples.CLOCK).trust();
        return Mp4Reader.read(file, trust, Samples.NOW).orElseThrow().credentials();
    }

    @Test
    void aClipIsSignedWhereItLies() throws Exception {
        Path clip = Samples.file(data, "clip.mp4", Samples.mp4());

        Evidence evidence = signer(Config.PLAIN).apply(new Asked(clip, "video/mp4", List.of()));

        Credentials credentials = check(clip);
        assertEquals(Credentials.State.TRUSTED, credentials.state());
        assertEquals(credentials.label(), evidence.facts().get("manifest"));
        assertEquals("Test House", evidence.facts().get("issuer"));
        assertEquals("c2pa.created", credentials.actions().get(0).name());
        assertFalse(Files.exists(data.resolve("clip.mp4.signed")));
    }

    @Test
    void aSecondTimeAfterACrashGivesOneManifest() throws Exception {
        Path clip = Samples.file(data, "clip.mp4", Samples.mp4());
        Files.writeString(data.resolve("clip.mp4.signed"), "left over");
        C2paSigner signer = signer(Config.PLAIN);
        signer.apply(new Asked(clip, "video/mp4", List.of()));
        long size = Files.size(clip);

        signer.apply(new Asked(clip, "video/mp4", List.of()));

        assertEquals(size, Files.size(clip));
        assertEquals(Credentials.State.TRUSTED, check(clip).state());
    }

    @Test
    void whatItWasMadeFromIsNamed() throws Exception {
        Path clip = Samples.file(data, "clip.mp4", Samples.mp4());

        signer(Config.PLAIN).apply(new Asked(clip, "video/mp4", List.of("video_0")));

        Credentials credentials = check(clip);
        assertEquals("c2pa.opened", credentials.actions().get(0).name());
        assertEquals("video_0", credentials.ingredients().get(0).title());
    }

    @Test
    void whatCannotBeSignedIsLeftAsItIs() throws Exception {
        Path clip = Samples.file(data, "clip.mp4", "no clip".getBytes(StandardCharsets.UTF_8));
        C2paSigner signer = signer(Config.PLAIN);

        assertThrows(IOException.class, () -> signer.apply(new Asked(clip, "video/mp4", List.of())));
        assertTrue(assertThrows(IOException.class, () -> signer.apply(new Asked(clip, "video/webm", List.of())))
                .getMessage()
                .contains("video/webm"));
        assertEquals("no clip", Files.readString(clip));
    }

    @Test
    void aCertificateThatHasEndedEndsTheStart() throws Exception {
        KeyFolder keys = new KeyFolder(data.resolve("own"), "Test House", Samples.CLOCK);
        keys.signer();
        String password = Files.readString(data.resolve("own/password")).strip();
        Config own = new Config("Test House", "own/signer.p12", password, "", "notAllowed");
        signer(own);
        Clock later = Clock.fixed(Samples.NOW.plus(Authority.SHORT).plusSeconds(1), ZoneOffset.UTC);

        assertThrows(CertificateExpiredException.class, () -> new C2paSigner(own, data, "0.1.0", later));
    }

    @Test
    void wrongSettingsEndTheStart() {
        assertThrows(IllegalArgumentException.class, () -> signer(new Config("a", "", "", "", "maybe")));
        assertThrows(IllegalArgumentException.class, () -> signer(new Config("a", "", "", "not a url", "allowed")));
        assertThrows(IOException.class, () -> signer(new Config("a", "missing.p12", "", "", "allowed")));
    }
}
