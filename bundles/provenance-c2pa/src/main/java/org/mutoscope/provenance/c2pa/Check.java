package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Checks the manifests of one file that a stranger may have written (C2PA 2.2, section 15). The active manifest is checked against the
 * file; those of ingredients by their signatures and digests. Every fault is a finding, with the specification's code, and the check goes
 * on where that makes sense. Used for one file by one thread.
 */
final class Check {
    private static final int DEEPEST = 32;
    private static final String ASSERTIONS = "c2pa.assertions";

    private final Superbox store;
    private final Trust trust;
    private final Instant now;
    private final Set<String> above = new HashSet<>();
    /** A manifest that several others were made from is checked once. */
    private final Map<String, Credentials> checked = new HashMap<>();

    private Check(Superbox store, Trust trust, Instant now) {
        this.store = store;
        this.trust = trust;
        this.now = now;
    }

    /**
     * Checks a file.
     *
     * @param file an MP4 file
     * @param store its manifest store
     * @param trust whom to trust
     * @param now when the check happens
     */
    static Credentials of(FileChannel file, Superbox store, Trust trust, Instant now) throws IOException {
        if (!"c2pa".equals(store.kind()) || store.boxes().isEmpty()) {
            throw new Malformed("claim.missing", "the manifest store is empty");
        }
        return new Check(store, trust, now)
                .manifest(store.boxes().get(store.boxes().size() - 1), file);
    }

    private Credentials manifest(Superbox manifest, FileChannel file) throws IOException {
        Credentials known = checked.get(manifest.label());
        if (known != null) {
            return known;
        }
        Walk walk = new Walk(manifest);
        if (!above.add(manifest.label()) || above.size() > DEEPEST) {
            walk.fail(
                    "ingredient.malformed",
                    null,
                    "a manifest is its own ancestor, or has more than " + DEEPEST + " generations");
            return walk.result();
        }
        try {
            walk.go(file);
        } catch (Malformed e) {
            walk.fail(e.code(), null, e.getMessage());
        } finally {
            above.remove(manifest.label());
        }
        Credentials result = walk.result();
        checked.put(manifest.label(), result);
        return result;
    }

    /** The check of one manifest. */
    private final class Walk {
        private final Superbox manifest;
        private final List<Finding> findings = new ArrayList<>();
        private final List<Credentials.Action> actions = new ArrayList<>();
        private final List<Credentials.Origin> origins = new ArrayList<>();
        private String issuer = "";
        private String generator = "";
        private Instant stampedAt;

        Walk(Superbox manifest) {
            this.manifest = manifest;
        }

        void go(FileChannel file) throws IOException {
            if (!"c2ma".equals(manifest.kind())) {
                throw new Malformed(
                        "manifest.unknown", "manifests of type " + manifest.kind() + " are not checked here");
            }
            Claim claim = Claim.read(manifest);
            generator = claim.generator();
            signature(claim);
            List<Superbox> held = statements(claim);
            if (file != null) {
                binding(file, claim, held);
            }
            for (Superbox each : held) {
                statement(each, claim);
            }
            if (actions.isEmpty()) {
                fail("assertion.action.malformed", null, "the manifest does not say what was done");
            }
        }

        Credentials result() {
            return new Credentials(
                    manifest.label(),
                    Credentials.State.of(findings),
                    issuer,
                    generator,
                    stampedAt,
                    List.copyOf(actions),
                    List.copyOf(origins),
                    List.copyOf(findings));
        }

        private String url(String inner) {
            return "self#jumbf=/c2pa/" + manifest.label() + "/" + inner;
        }

        void fail(String code, String url, String words) {
            findings.add(new Finding(Finding.Kind.FAILURE, code, url, words));
        }

        private void hold(String code, String url, String words) {
            findings.add(new Finding(Finding.Kind.SUCCESS, code, url, words));
        }

        private void either(boolean holds, String good, String bad, String url, String words) {
            if (holds) {
                hold(good, url, words);
            } else {
                fail(bad, url, "not so: " + words);
            }
        }

        private void signature(Claim claim) throws Malformed {
            String at = url("c2pa.signature");
            Optional<Superbox> box = manifest.box("c2pa.signature");
            if (box.isEmpty()) {
                fail("claimSignature.missing", at, "the manifest is not signed");
                return;
            }
            Cose cose = Cose.read(box.get().content("cbor"));
            X509Certificate leaf = cose.chain().get(0);
            issuer = issuer(leaf);
            either(
                    cose.covers(claim.bytes()),
                    "claimSignature.validated",
                    "claimSignature.mismatch",
                    at,
                    "the claim is as it was signed");
            for (String fault : CertificateProfile.faults(leaf, CertificateProfile.SIGNING)) {
                fail("signingCredential.invalid", at, "the signer's certificate: " + fault);
            }
            Instant signedAt = stamp(cose, at).orElse(now);
            boolean current = !signedAt.isBefore(leaf.getNotBefore().toInstant())
                    && !signedAt.isAfter(leaf.getNotAfter().toInstant());
            either(
                    current,
                    "claimSignature.insideValidity",
                    "claimSignature.outsideValidity",
                    at,
                    "it was signed while the certificate held");
            either(
                    trust.trusts(cose.chain(), signedAt),
                    "signingCredential.trusted",
                    Credentials.UNTRUSTED,
                    at,
                    "the signer leads to a trusted root");
        }

        /** The time of a stamp that counts: one by an authority that is trusted. */
        private Optional<Instant> stamp(Cose cose, String at) {
            if (cose.token() == null) {
                return Optional.empty();
            }
            try {
                TimeStamp stamp = TimeStamp.check(cose.token(), cose.stamped());
                hold("timeStamp.validated", at, "the time-stamp is for this signature");
                stampedAt = stamp.time();
                List<String> faults = CertificateProfile.faults(stamp.chain().get(0), CertificateProfile.TIME_STAMPING);
                if (faults.isEmpty() && trust.trusts(stamp.chain(), stamp.time())) {
                    hold("timeStamp.trusted", at, "the time-stamping authority leads to a trusted root");
                    return Optional.of(stamp.time());
                }
                note("timeStamp.untrusted", at, "the time-stamping authority is not known here");
            } catch (Malformed e) {
                note(e.code(), at, e.getMessage());
            }
            return Optional.empty();
        }

        private void note(String code, String url, String words) {
            findings.add(new Finding(Finding.Kind.INFORMATIONAL, code, url, words));
        }

        /** Statements whose digest is the one that was signed. */
        private List<Superbox> statements(Claim claim) throws Malformed {
            List<Superbox> held = new ArrayList<>();
            Set<String> named = new HashSet<>();
            for (Reference reference : claim.assertions()) {
                Optional<Superbox> box = reference.in(store);
                if (reference.leaves(manifest.label()) || reference.path().size() != 3) {
                    fail("assertion.outsideManifest", reference.url(), "a statement stands outside of the manifest");
                } else if (box.isEmpty()) {
                    fail("assertion.missing", reference.url(), "a statement is missing");
                } else if (!reference.matches(box.get())) {
                    fail("assertion.hashedURI.mismatch", reference.url(), "a statement was changed");
                } else if (named.add(box.get().label())) {
                    hold("assertion.hashedURI.match", reference.url(), "a statement is as it was signed");
                    held.add(box.get());
                }
            }
            List<Superbox> all = manifest.box(ASSERTIONS).map(Superbox::boxes).orElse(List.of());
            for (Superbox box : all) {
                if (claim.assertions().stream()
                        .noneMatch(reference ->
                                reference.in(store).filter(box::equals).isPresent())) {
                    fail("assertion.undeclared", url(ASSERTIONS + "/" + box.label()), "a statement was added");
                }
            }
            return held;
        }

        private void binding(FileChannel file, Claim claim, List<Superbox> held) throws IOException {
            List<Superbox> bindings = held.stream()
                    .filter(box -> box.label().startsWith("c2pa.hash."))
                    .toList();
            if (bindings.size() != 1) {
                fail(
                        bindings.isEmpty() ? "claim.hardBindings.missing" : "assertion.multipleHardBindings",
                        null,
                        "the manifest is bound to the file by " + bindings.size() + " statements instead of one");
                return;
            }
            Superbox box = bindings.get(0);
            if (!Set.of(BmffHash.LABEL, "c2pa.hash.bmff.v2").contains(box.label())) {
                fail(
                        "assertion.bmffHash.malformed",
                        url(ASSERTIONS + "/" + box.label()),
                        "this binding is not one for MP4");
                return;
            }
            Map<?, ?> assertion = CborReader.map(box.content("cbor"));
            String algorithm = assertion.get("alg") instanceof String own ? own : claim.algorithm();
            either(
                    assertion.get("hash") instanceof byte[] hash
                            && MessageDigest.isEqual(hash, BmffHash.digest(file, assertion, algorithm)),
                    "assertion.bmffHash.match",
                    "assertion.bmffHash.mismatch",
                    url(ASSERTIONS + "/" + box.label()),
                    "the file is as it was signed");
        }

        private void statement(Superbox box, Claim claim) throws IOException {
            String kind = box.label().replaceFirst("__\\d+$", "");
            String at = url(ASSERTIONS + "/" + box.label());
            if (kind.equals("c2pa.actions.v2") || kind.equals("c2pa.actions")) {
                actions(CborReader.map(box.content("cbor")), at);
            } else if (kind.startsWith("c2pa.ingredient")) {
                ingredient(CborReader.map(box.content("cbor")), claim, at);
            }
        }

        private void actions(Map<?, ?> assertion, String at) {
            List<?> listed = assertion.get("actions") instanceof List<?> list ? list : List.of();
            for (Object each : listed) {
                if (each instanceof Map<?, ?> action && action.get("action") instanceof String name) {
                    String source = action.get("digitalSourceType") instanceof String type ? type : "";
                    actions.add(new Credentials.Action(name, source));
                    opening(name, source, action, at);
                } else {
                    fail("assertion.action.malformed", at, "an action has no name");
                }
            }
        }

        private void opening(String name, String source, Map<?, ?> action, String at) {
            boolean opens = name.equals("c2pa.created") || name.equals("c2pa.opened");
            if (opens != (actions.size() == 1)) {
                fail(
                        "assertion.action.malformed",
                        at,
                        "the first action, and only the first, must be created or opened");
            }
            if (name.equals("c2pa.created") && source.isEmpty()) {
                fail("assertion.action.malformed", at, "something was created and it is not said how");
            }
            boolean from = action.get("parameters") instanceof Map<?, ?> parameters
                    && (parameters.get("ingredients") instanceof List<?> || parameters.get("ingredient") != null);
            if (name.equals("c2pa.opened") && !from) {
                fail("assertion.action.ingredientMismatch", at, "something was opened and it is not said what");
            }
        }

        private void ingredient(Map<?, ?> assertion, Claim claim, String at) throws IOException {
            String relation = assertion.get("relationship") instanceof String word ? word : "";
            String title = assertion.get("dc:title") instanceof String text ? text : "";
            Object reference = assertion.containsKey("activeManifest")
                    ? assertion.get("activeManifest")
                    : assertion.get("c2pa_manifest");
            if (reference == null) {
                note("ingredient.unknownProvenance", at, "something it was made from carries no credentials");
                origins.add(new Credentials.Origin(relation, title, null));
                return;
            }
            Reference to = Reference.read(reference, manifest.label(), claim.algorithm());
            Optional<Superbox> box = to.path().size() == 1 ? to.in(store) : Optional.empty();
            if (box.isEmpty()) {
                fail("ingredient.manifest.missing", at, "the manifest of something it was made from is missing");
                return;
            }
            either(
                    to.matches(box.get()),
                    "ingredient.manifest.validated",
                    "ingredient.manifest.mismatch",
                    to.url(),
                    "the manifest of what it was made from is as it was");
            origins.add(new Credentials.Origin(relation, title, manifest(box.get(), null)));
        }

        private Credentials manifest(Superbox box, FileChannel none) throws IOException {
            return Check.this.manifest(box, none);
        }
    }

    private static String issuer(X509Certificate leaf) {
        try {
            String common = "";
            for (Rdn rdn : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
                if ("O".equals(rdn.getType())) {
                    return String.valueOf(rdn.getValue());
                }
                common = "CN".equals(rdn.getType()) ? String.valueOf(rdn.getValue()) : common;
            }
            return common;
        } catch (InvalidNameException e) {
            return "";
        }
    }
}
