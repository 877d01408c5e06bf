package org.mutoscope.provenance.c2pa;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Small files and keys for tests. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final byte[] FTYP = box("ftyp", "isom0000mp42".getBytes(StandardCharsets.ISO_8859_1));

    private Samples() {}

    static byte[] box(String type, byte[]... contents) {
        byte[] content = join(contents);
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(content)
                .array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    /** An index whose sample table holds this box. */
    static byte[] moov(byte[]... tables) {
        return box("moov", box("mvhd", new byte[20]), box("trak", box("mdia", box("minf", box("stbl", tables)))));
    }

    /** A file whose two chunks begin with the bytes A and B, the index in front. */
    static byte[] mp4() {
        byte[] table = box("stco", ints(0, 2, 0, 0));
        int data = FTYP.length + moov(table).length + 8;
        byte[] media = new byte[1000];
        media[0] = 'A';
        media[600] = 'B';
        return join(FTYP, moov(box("stco", ints(0, 2, data, data + 600))), box("mdat", media));
    }

    static Path file(Path folder, String name, byte[]... parts) throws IOException {
        return Files.write(folder.resolve(name), join(parts));
    }

    static ClipFacts clip(String id) {
        return new ClipFacts(
                id,
                "video/mp4",
                "Test House",
                "sprite-1",
                "mutoscope-backend-local-cuda",
                "0.1.0",
                NOW,
                new ClipFacts.Mark("org.mutoscope.test", new byte[] {1, 2, 3}),
                "notAllowed",
                List.of("grant_1"),
                "Zyblorg by Ann");
    }

    /** An installation's keys at a point in time. */
    record House(Authority authority, Credential credential, Cose.Stamping stamping) {
        static House open() throws IOException, GeneralSecurityException {
            return open("Test House");
        }

        static House open(String name) throws IOException, GeneralSecurityException {
            Authority authority = Authority.create(name, NOW);
            Authority.Issued signer = authority.signer(name, NOW);
            Authority.Issued stamper = authority.stamper(name, NOW);
            return new House(
                    authority,
                    new Credential(SigningAlgorithm.ES256, signer.key(), List.of(signer.certificate())),
                    new StampingAuthority(stamper.key(), stamper.certificate(), CLOCK));
        }

        Trust trust() {
            return new Trust(List.of(authority.root()));
        }

        byte[] sign(Path from, Path to, ClipFacts clip, Ingredient... ingredients) throws Exception {
            return new Mp4Signer(credential, stamping, "0.1.0").sign(from, to, Manifest.of(clip, List.of(ingredients)));
        }

        Credentials check(Path file) throws IOException {
            return Mp4Reader.read(file, trust(), NOW).orElseThrow().credentials();
        }
    }

    static List<String> failures(Credentials credentials) {
        List<String> codes = new ArrayList<>();
        credentials.findings().stream()
                .filter(each -> each.kind() == Finding.Kind.FAILURE)
                .forEach(each -> codes.add(each.code()));
        return codes;
    }
}
