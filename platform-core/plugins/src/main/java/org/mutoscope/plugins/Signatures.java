package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Reads the signature of a jar with the means of the JDK ({@code jarsigner} makes such signatures), and looks at what the JDK leaves to its callers: that
 * every entry is signed, by the same one, that none is missing, and that a signature which does not count is not taken for none.
 */
final class Signatures {
    /** The files that make up a signature cannot be signed themselves (JAR File Specification, Signed JAR File). */
    private static final Pattern OWN =
            Pattern.compile("META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern FILE = Pattern.compile("META-INF/[^/]+\\.SF", Pattern.CASE_INSENSITIVE);
    private static final String DIGEST = "-digest";
    private static final Set<String> WEAK = Set.of("md2", "md5", "sha", "sha1", "sha-1");
    private static final int RSA_BITS = 2048;
    /** More than any plugin holds; a small jar that unpacks to more is a bomb. */
    private static final long UNPACKED_BYTES = 8L << 30;

    private static final String AGAIN = "; get the jar again from its maker.";

    private Signatures() {}

    static Signature read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            Manifest manifest = jar.getManifest();
            List<JarEntry> entries = jar.stream().toList();
            List<JarEntry> own = entries.stream()
                    .filter(e -> FILE.matcher(e.getName()).matches())
                    .toList();
            if (own.isEmpty()) {
                return unsigned(manifest);
            }
            String weak = weak(jar, own);
            return weak != null ? Signature.broken(weak) : signed(jar, manifest, entries);
        } catch (SecurityException e) { // what the JDK throws at the first entry that is not what was signed
            return Signature.broken(changed(String.valueOf(e.getMessage())));
        }
    }

    private static Signature unsigned(Manifest manifest) {
        boolean was = manifest != null
                && manifest.getEntries().values().stream()
                        .flatMap(attributes -> attributes.keySet().stream())
                        .anyMatch(Signatures::digest);
        return was
                ? Signature.missing(
                        "It is not signed, though its manifest has the digests of a signed jar: somebody took the"
                                + " signature away, or a tool changed the jar after it was signed" + AGAIN)
                : Signature.NONE;
    }

    private static boolean digest(Object attribute) {
        return attribute.toString().toLowerCase(Locale.ROOT).endsWith(DIGEST);
    }

    /** SHA-1 and older have been forged; the JDK takes such a signature for none, or for good, depending on its age. */
    private static String weak(JarFile jar, List<JarEntry> files) throws IOException {
        Set<String> strong = new TreeSet<>();
        Set<String> weak = new TreeSet<>();
        for (JarEntry file : files) {
            try (InputStream in = jar.getInputStream(file)) {
                for (Object name : new Manifest(in).getMainAttributes().keySet()) {
                    String word = name.toString().toLowerCase(Locale.ROOT);
                    if (word.endsWith("-digest-manifest")) {
                        String algorithm = word.substring(0, word.indexOf("-digest-manifest"));
                        (WEAK.contains(algorithm) ? weak : strong).add(algorithm.toUpperCase(Locale.ROOT));
                    }
                }
            }
        }
        return strong.isEmpty() && !weak.isEmpty()
                ? "It is signed with " + String.join(", ", weak)
                        + ", which has been forged; sign it again with SHA-256 (jarsigner's default)."
                : null;
    }

    private static Signature signed(JarFile jar, Manifest manifest, List<JarEntry> entries) throws IOException {
        Set<String> there = new HashSet<>();
        Set<List<X509Certificate>> signers = new HashSet<>();
        String bare = null;
        long left = UNPACKED_BYTES;
        for (JarEntry entry : entries) {
            if (!there.add(entry.getName())) {
                return Signature.broken("It holds " + shown(entry.getName()) + " twice" + AGAIN);
            }
            left -= drain(jar, entry, left); // an entry's signers are known once it was read to its end
            if (left <= 0) {
                return Signature.broken("It unpacks to more than 8 GB, which no plugin does" + AGAIN);
            }
            CodeSigner[] own = entry.getCodeSigners();
            if (own != null) {
                Arrays.stream(own).map(Signatures::chain).forEach(signers::add);
            } else if (!entry.isDirectory() && !OWN.matcher(entry.getName()).matches()) {
                bare = bare == null ? entry.getName() : bare;
            }
        }
        return judged(signers, bare, gone(manifest, there));
    }

    private static Signature judged(Set<List<X509Certificate>> signers, String bare, String gone) {
        if (signers.isEmpty()) {
            return Signature.broken(
                    "Its signature does not count: it is damaged, or its digest or key is too weak; sign it"
                            + " again with SHA-256 and a key of 2048 bits (RSA) or 256 bits (EC).");
        }
        if (bare != null) {
            return Signature.broken(shown(bare) + " was added after it was signed" + AGAIN);
        }
        if (gone != null) {
            return Signature.broken(shown(gone) + " was taken out after it was signed" + AGAIN);
        }
        if (signers.size() > 1) {
            TreeSet<String> names = new TreeSet<>();
            signers.forEach(chain -> names.add(Signature.called(chain.get(0).getSubjectX500Principal())));
            return Signature.broken(
                    "It is signed by more than one (" + String.join("; ", names).replace("; ", " and ")
                            + "), so nobody answers for the whole; one maker signs all of it.");
        }
        List<X509Certificate> chain = signers.iterator().next();
        if (chain.get(0).getPublicKey() instanceof RSAKey key
                && key.getModulus().bitLength() < RSA_BITS) {
            return Signature.broken(
                    "It is signed with an RSA key of " + key.getModulus().bitLength()
                            + " bits, which is too weak; sign it again with one of " + RSA_BITS + " bits.");
        }
        return new Signature(null, false, chain);
    }

    private static long drain(JarFile jar, JarEntry entry, long limit) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] buffer = new byte[65_536];
            long all = 0;
            for (int got = in.read(buffer); got >= 0 && all < limit; got = in.read(buffer)) {
                all += got;
            }
            return all;
        }
    }

    private static List<X509Certificate> chain(CodeSigner signer) {
        return signer.getSignerCertPath().getCertificates().stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** A name that was signed and is not there: the JDK checks only what there is. */
    private static String gone(Manifest manifest, Set<String> there) {
        return manifest.getEntries().entrySet().stream()
                .filter(e -> e.getValue().keySet().stream().anyMatch(Signatures::digest))
                .map(java.util.Map.Entry::getKey)
                .filter(name -> !there.contains(name))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    /** The JDK says "SHA-256 digest error for NAME", or something about the signature file for what stands in the manifest. */
    private static String changed(String words) {
        int at = words.indexOf(" digest error for ");
        return at < 0
                ? "Its manifest was changed after it was signed" + AGAIN
                : shown(words.substring(at + " digest error for ".length())) + " was changed after it was signed"
                        + AGAIN;
    }

    private static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 200 ? clean.substring(0, 200) + "..." : clean;
    }
}
