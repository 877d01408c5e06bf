package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The promise P6: unsigned and tampered bundles obey the policy. Signs with the tools of the JDK, as the page for partners says. */
final class SignedPlugins {
    private static final String CHANGES = "/api/v1/admin/plugin-changes";
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String UNSIGNED = "It is not signed; ask its maker for a signed jar.";

    private final Path folder;

    SignedPlugins() throws IOException {
        folder = Files.createTempDirectory("mutoscope-accept-signed-");
        for (String maker : List.of("Acme", "Eve")) {
            tool(
                    "keytool",
                    ("-genkeypair -alias maker -keyalg EC -groupname secp256r1 -validity 365 -dname CN=" + maker
                                    + " -ext EKU=codeSigning -storetype PKCS12 -storepass secret -keystore " + maker
                                    + ".p12")
                            .split(" "));
        }
        tool("keytool", "-exportcert -rfc -alias maker -storepass secret -keystore Acme.p12 -file Acme.pem".split(" "));
    }

    private void tool(String name, String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            equal(0, process.waitFor(), "exit code of " + name + ", which said " + said);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path signed(String bundle, String maker) throws IOException {
        Path jar = Files.copy(Platform.BUNDLES.resolve(bundle), folder.resolve(maker + "-" + bundle));
        tool("jarsigner", "-keystore", maker + ".p12", "-storepass", "secret", jar.toString(), "maker");
        return jar;
    }

    /** What somebody does who has a signed jar and no key. */
    private static byte[] tampered(Path jar) throws IOException {
        return SpoiltJar.of(jar).constant("well", "evil").bytes();
    }

    /** @param lax a platform that has the defaults */
    void obeyed(Platform lax, Map<String, String> conf) throws Exception {
        Path acme = signed("pattern-2.0.0.jar", "Acme");
        byte[] tampered = tampered(acme);
        refused(lax.admin(), "tampered.jar", tampered, " was changed after it was signed");

        Map<String, String> strict = new HashMap<>(conf);
        strict.merge("org.mutoscope.plugins.cfg", "trust.deploy = require\ntrust.upload = require\n", String::concat);
        Platform platform = new Platform(strict);
        Cli cli = new Cli(platform);
        Path certificate = folder.resolve("Acme.pem");
        equal(
                0,
                cli.run(
                                "plugin",
                                "trust",
                                "add",
                                certificate.toString(),
                                "--conf",
                                platform.conf().toString())
                        .exit(),
                "exit code of trust add");
        Path deploy = Files.createDirectories(platform.data.resolve("deploy"));
        Files.copy(signed("codec-1.0.0.jar", "Acme"), deploy.resolve("codec-1.0.0.jar"));
        try (Platform running = platform.start()) {
            require(running, acme, tampered);
            equal(0, cli.run("plugin", "verify").exit(), "exit code of verify");
            cli.run(
                    "plugin",
                    "trust",
                    "remove",
                    "acme",
                    "--conf",
                    platform.conf().toString());
            Cli.Ran verified = cli.run("plugin", "verify");
            check(
                    verified.out().contains("itests.pattern@2.0.0 runs and would not be let in again."),
                    "once its maker is trusted no longer, verify said " + verified.out());
        }
    }

    private void require(Platform platform, Path acme, byte[] tampered) throws Exception {
        Http admin = platform.admin();
        byte[] unsigned = Files.readAllBytes(Platform.BUNDLES.resolve("pattern-1.0.0.jar"));
        refused(admin, "unsigned.jar", unsigned, UNSIGNED);
        refused(admin, "tampered.jar", tampered, " was changed after it was signed");
        byte[] eves = Files.readAllBytes(signed("pattern-1.0.0.jar", "Eve"));
        refused(admin, "eve.jar", eves, "It is signed by CN=Eve, who signed that certificate themselves");
        Path deploy = platform.data.resolve("deploy");
        Files.write(deploy.resolve("unsigned.jar.part"), unsigned);
        Files.move(deploy.resolve("unsigned.jar.part"), deploy.resolve("unsigned.jar"));
        await(LONG, "the unsigned jar is decided on", () -> sentence(admin).equals(UNSIGNED));
        Files.delete(deploy.resolve("unsigned.jar"));
        await(LONG, "the unsigned jar is forgotten", () -> sentence(admin).isEmpty());

        JsonNode done = admin.upload(CHANGES + "?verb=install&name=pattern-2.0.0.jar", Files.readAllBytes(acme))
                .json();
        equal("DONE", done.path("state").asText(), "state: " + done);
        String signature = "";
        for (JsonNode found : done.path("plan").path("checks")) {
            if (found.path("name").asText().equals("signature")) {
                signature = found.path("sentence").asText();
            }
        }
        check(signature.startsWith("It is signed by CN=Acme (acme.pem in the key ring"), signature);
        Http account = platform.account("P6", 0);
        account.awaitClip(
                account.pattern("P6", Map.of("frames", "1")).path("id").asText());
    }

    private static String sentence(Http admin) {
        try {
            Http.Answer answer = admin.get("/api/v1/admin/plugins/unsigned.jar");
            return answer.status() == 404 ? "" : answer.json().path("sentence").asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(Http admin, String name, byte[] jar, String sentence) throws Exception {
        Http.Answer answer = admin.upload(CHANGES + "?verb=install&name=" + name, jar);
        String said = answer.response().body();
        check(
                answer.status() == 400 && said.contains("plugin_untrusted") && said.contains(sentence),
                name + " was answered " + answer.status() + " " + said);
    }
}
