package org.mutoscope.plugins;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.mutoscope.core.plugins.Plugins.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a jar may run, by who signed it and by how it came. What plugins.lock names was let in once: that its maker's certificate has run out since then
 * does not stop it at the next start; that its maker was taken out of the key ring does. Safe for use by several threads.
 */
final class Trust {
    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    /** How strict the operator is about a source. */
    enum Policy {
        /** Only what somebody in the key ring signed. */
        REQUIRE,
        /** What nobody signed, or somebody unknown, is let in and told; what is not what was signed is refused. */
        WARN,
        /** Everything. */
        OFF
    }

    private final Map<Source, Policy> policies;
    private final KeyRing ring;
    private final Shelf shelf;
    private final Clock clock;

    Trust(Map<Source, Policy> policies, KeyRing ring, Shelf shelf, Clock clock) {
        this.policies = Map.copyOf(policies);
        this.ring = ring;
        this.shelf = shelf;
        this.clock = clock;
    }

    /** As configured. @throws IllegalArgumentException naming the key that has no such word */
    static Map<Source, Policy> policies(PluginsConfig config) {
        return Map.of(
                Source.DEPLOY, policy("trust.deploy", config.trust_deploy()),
                Source.UPLOAD, policy("trust.upload", config.trust_upload()),
                Source.CATALOGUE, policy("trust.catalogue", config.trust_catalogue()));
    }

    private static Policy policy(String key, String word) {
        return switch (word) {
            case "require" -> Policy.REQUIRE;
            case "warn" -> Policy.WARN;
            case "off" -> Policy.OFF;
            default -> throw new IllegalArgumentException(key + " is require, warn or off, not \"" + word + "\"");
        };
    }

    Shelf shelf() {
        return shelf;
    }

    /** What was found. @param allowed whether it may run @param sound whether somebody in the key ring signed all of it @param sentence with what to do */
    record Verdict(boolean allowed, boolean sound, String sentence) {}

    Verdict of(JarFacts facts) {
        Lock.Origin before = shelf.lock().origin(facts.sha256());
        boolean known = shelf.lock().digests().contains(facts.sha256());
        Policy policy = policies.get(before == null ? facts.source() : before.source());
        Found found = found(facts.signature(), known);
        boolean allowed = found.sound
                || policy == Policy.OFF
                || policy == Policy.WARN && !facts.signature().broken();
        return new Verdict(allowed, found.sound, found.sentence);
    }

    /** Lets it in, or says why not. What is let in only because the operator does not insist is told in the log, once. */
    void admit(JarFacts facts) throws Refusal {
        Verdict verdict = of(facts);
        if (!verdict.allowed()) {
            throw new Refusal(verdict.sentence());
        }
        if (!verdict.sound() && !shelf.lock().digests().contains(facts.sha256())) {
            LOG.warn("{} is let in all the same. {}", facts.called(), verdict.sentence());
        }
    }

    private record Found(boolean sound, String sentence) {}

    private Found found(Signature signature, boolean known) {
        if (!signature.signed()) {
            return new Found(false, signature.fault());
        }
        X509Certificate leaf = signature.leaf();
        String who = "It is signed by " + Signature.called(leaf.getSubjectX500Principal());
        Instant now = clock.instant();
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        String file = ring.trusts(signature.chain(), known ? within(now, from, until) : now);
        if (now.isBefore(from) && !known) {
            return new Found(
                    false,
                    who + ", whose certificate is valid only from " + DAY.format(from)
                            + " on; look at this machine's clock, or wait.");
        }
        if (now.isAfter(until) && !known) {
            return new Found(
                    false,
                    who + ", whose certificate expired on " + DAY.format(until)
                            + "; ask its maker for a jar that is signed with a valid one.");
        }
        if (file == null) {
            return new Found(false, who + stranger(leaf));
        }
        String ran = now.isAfter(until)
                ? "expired on " + DAY.format(until) + ", after it was let in"
                : "valid until " + DAY.format(until);
        return new Found(true, who + " (" + file + " in the key ring, " + ran + ").");
    }

    private static Instant within(Instant when, Instant from, Instant until) {
        return when.isBefore(from) ? from : when.isAfter(until) ? until : when;
    }

    private static String stranger(X509Certificate leaf) {
        boolean self = leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal());
        return (self
                        ? ", who signed that certificate themselves"
                        : ", vouched for by " + Signature.called(leaf.getIssuerX500Principal()))
                + ", and nobody of that is in the key ring (certificate SHA-256 " + Signature.fingerprint(leaf)
                + "); if you know them and they name the same digest, `mutoscope plugin trust add` the jar or its"
                + " certificate.";
    }
}
