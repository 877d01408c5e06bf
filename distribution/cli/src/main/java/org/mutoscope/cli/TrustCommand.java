package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose bundles are trusted: certificates in {@code conf/keys}. Works on files, so that no key of the API is enough to add somebody. */
@Command(
        name = "trust",
        description = "lists, adds and removes the certificates of makers whose signed bundles are trusted (conf/keys)",
        mixinStandardHelpOptions = true,
        subcommands = {TrustCommand.Listing.class, TrustCommand.Add.class, TrustCommand.Remove.class},
        synopsisSubcommandLabel = "list|add|remove")
final class TrustCommand implements Runnable {
    private static final String PEM = ".pem";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** A command about the key ring. */
    abstract static class OnRing extends Local {
        @Option(
                names = "--conf",
                paramLabel = "DIR",
                description = "configuration files (default: conf/ of the distribution)")
        private Path conf;

        Path ring() {
            return ConfigCommand.conf(conf).resolve("keys");
        }

        static ObjectNode described(String name, X509Certificate certificate) {
            return Api.object()
                    .put("name", name)
                    .put("subject", Certificates.subject(certificate))
                    .put("valid_from", certificate.getNotBefore().toInstant().toString())
                    .put("valid_until", certificate.getNotAfter().toInstant().toString())
                    .put("authority", certificate.getBasicConstraints() >= 0)
                    .put("sha256", Certificates.digest(certificate));
        }

        void line(JsonNode one) {
            boolean over = Instant.parse(one.path("valid_until").asText()).isBefore(Instant.now());
            out().println(one.path("name").asText() + "  " + one.path("subject").asText() + "  "
                    + (over ? "EXPIRED on " : "valid until ")
                    + one.path("valid_until").asText().substring(0, 10));
            out().println("  SHA-256 " + one.path("sha256").asText());
        }
    }

    /** {@code mutoscope plugin trust list}. */
    @Command(name = "list", description = "lists the certificates in the key ring")
    static final class Listing extends OnRing {
        @Override
        JsonNode run() throws IOException {
            ObjectNode answer = new ObjectMapper().createObjectNode();
            ArrayNode all = answer.putArray("data");
            for (Path file : Certificates.files(ring())) {
                String name = Certificates.stem(file);
                try {
                    Certificates.read(file).forEach(one -> all.add(described(name, one)));
                } catch (Failure e) {
                    err().println("mutoscope: " + e.getMessage() + "; the platform passes it over");
                }
            }
            return answer;
        }

        @Override
        void tell(JsonNode answer) {
            answer.path("data").forEach(this::line);
            if (answer.path("data").isEmpty()) {
                out().println("nobody is trusted: " + ring() + " holds no certificate");
            }
        }
    }

    /** {@code mutoscope plugin trust add}. */
    @Command(
            name = "add",
            description = "trusts the maker whose certificate this is, or who signed this jar; counts at once")
    static final class Add extends OnRing {
        @Parameters(paramLabel = "FILE", description = "a certificate (PEM or DER), or a signed jar")
        private Path file;

        @Option(
                names = "--as",
                paramLabel = "NAME",
                description = "name in the key ring (default: from the certificate)")
        private String as;

        @Override
        JsonNode run() throws IOException {
            List<X509Certificate> found = Certificates.read(file);
            X509Certificate one = found.get(0); // of a chain the maker's own stands first
            String name = as == null ? word(Certificates.subject(one)) : as;
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                throw new Failure(
                        Failure.USAGE, "a name in the key ring has letters, digits, dots, dashes, underscores");
            }
            for (Path known : Certificates.files(ring())) {
                if (Certificates.stem(known).equals(name)) {
                    throw new Failure(
                            Failure.REFUSED,
                            known + " is there already; give another name with --as, or remove it first");
                }
            }
            Files.createDirectories(ring());
            Path part = ring().resolve(name + ".part");
            Files.writeString(part, Certificates.pem(one));
            Files.move(part, ring().resolve(name + PEM));
            return described(name, one);
        }

        private static String word(String subject) {
            String common = subject.replaceAll("(?i)^.*?\\bCN=([^,+]+).*$", "$1");
            String word = common.toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-")
                    .replaceAll("^-|-$", "");
            return word.isEmpty() ? "maker" : word;
        }

        @Override
        void tell(JsonNode answer) {
            line(answer);
            out().println("is trusted from now on. Compare the SHA-256 with what the maker tells you by another way;"
                    + " a name proves nothing.");
        }
    }

    /** {@code mutoscope plugin trust remove}. */
    @Command(
            name = "remove",
            description = "trusts it no longer; `plugin verify` then names what runs and would not be let in again")
    static final class Remove extends OnRing {
        @Parameters(paramLabel = "NAME", description = "as `plugin trust list` shows it")
        private String name;

        @Override
        JsonNode run() throws IOException {
            for (Path known : Certificates.files(ring())) {
                if (Certificates.stem(known).equals(name)) {
                    Files.delete(known);
                    return Api.object().put("removed", name);
                }
            }
            throw new Failure(
                    Failure.REFUSED, "the key ring " + ring() + " has no " + name + "; see: plugin trust list");
        }

        @Override
        void tell(JsonNode answer) {
            out().println(name + " is trusted no longer. What it signed runs on until the next start; `mutoscope plugin"
                    + " verify` names it.");
        }
    }
}
