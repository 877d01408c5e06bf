package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key ring, from the command line. */
class TrustCommandTest {
    @TempDir
    static Path made;

    private static X509Certificate certificate;

    @TempDir
    Path conf;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void make() throws Exception {
        Path store = made.resolve("acme.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder((tool
                                + " -genkeypair -alias acme -keyalg EC -groupname secp256r1 -validity 3650 -dname"
                                + " CN=Acme,O=Films -storetype PKCS12 -storepass secret -keystore " + store)
                        .split(" "))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        certificate = (X509Certificate) keys.getCertificate("acme");
        Files.writeString(made.resolve("acme.pem"), Certificates.pem(certificate));
        Files.write(made.resolve("acme.der"), certificate.getEncoded());
        Path plain = made.resolve("plain.jar");
        try (OutputStream file = Files.newOutputStream(plain);
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("a.txt"));
            jar.write(1);
        }
        try (ZipFile in = new ZipFile(plain.toFile());
                OutputStream signed = Files.newOutputStream(made.resolve("signed.jar"))) {
            new JarSigner.Builder(
                            (PrivateKey) keys.getKey("acme", "secret".toCharArray()),
                            CertificateFactory.getInstance("X.509").generateCertPath(List.<Certificate>of(certificate)))
                    .build()
                    .sign(in, signed);
        }
    }

    private int trust(String... words) {
        String[] all = new String[words.length + 4];
        all[0] = "plugin";
        all[1] = "trust";
        System.arraycopy(words, 0, all, 2, words.length);
        all[words.length + 2] = "--conf";
        all[words.length + 3] = conf.toString();
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private String file(String name) {
        return made.resolve(name).toString();
    }

    @Test
    void addedListedRemoved() throws Exception {
        assertEquals(0, trust("add", file("acme.pem")), err::toString);
        assertTrue(
                out.toString().startsWith("acme  O=Films,CN=Acme  valid until 20")
                        || out.toString().startsWith("acme  CN=Acme,O=Films  valid until 20"),
                out::toString);
        assertTrue(out.toString().contains("SHA-256 " + Certificates.digest(certificate)), out::toString);
        assertEquals(List.of(certificate), Certificates.read(conf.resolve("keys/acme.pem")));
        assertEquals(0, trust("list"));
        assertEquals(Failure.REFUSED, trust("add", file("acme.der")), "that name is taken");
        assertEquals(0, trust("add", file("acme.der"), "--as", "acme-2"), err::toString);
        assertEquals(0, trust("remove", "acme"));
        assertEquals(List.of(conf.resolve("keys/acme-2.pem")), Certificates.files(conf.resolve("keys")));
        assertEquals(Failure.REFUSED, trust("remove", "acme"));
    }

    @Test
    void ofASignedJarTheSigner() throws Exception {
        assertEquals(0, trust("add", file("signed.jar")), err::toString);
        assertEquals(List.of(certificate), Certificates.read(conf.resolve("keys/acme.pem")));
    }

    @Test
    void whatIsNoCertificateIsRefused() throws Exception {
        Files.writeString(made.resolve("words.pem"), "words");
        Files.writeString(made.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Files.writeString(made.resolve("empty.pem"), "");
        for (String bad : List.of("words.pem", "key.pem", "empty.pem", "none.pem", "acme.p12")) {
            assertEquals(Failure.FILE, trust("add", file(bad)), bad);
        }
        assertEquals(Failure.REFUSED, trust("add", file("plain.jar")));
        assertTrue(err.toString().contains("plain.jar is not signed in a way that counts"), err::toString);
        assertEquals(Failure.USAGE, trust("add", file("acme.pem"), "--as", "../acme"));
        assertTrue(Files.notExists(conf.resolve("keys")));
    }

    @Test
    void anEmptyRingSaysSo() {
        assertEquals(0, trust("list"));
        assertTrue(out.toString().startsWith("nobody is trusted"), out::toString);
    }
}
