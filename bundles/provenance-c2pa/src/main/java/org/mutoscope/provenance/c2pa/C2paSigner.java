package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.api.provenance.Evidence;
import org.mutoscope.api.provenance.ProvenanceRequest;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs finished clips with Content Credentials. The keys are read for each clip, so that a renewed or replaced file counts with the next
 * one; the signed copy is read back and checked before it takes the clip's place.
 */
@Component(
        configurationPid = C2paConfig.PID,
        property = {
            ProvenanceStep.ID + "=" + C2paSigner.KIND,
            ProvenanceStep.PHASE + "=" + ProvenanceStep.SIGN,
            ProvenanceStep.TYPES + "=video/mp4"
        })
@Designate(ocd = C2paConfig.class)
public final class C2paSigner implements ProvenanceStep {
    /** Name of the step and of its evidence. */
    static final String KIND = "c2pa";

    private static final String MP4 = "video/mp4";
    private static final Duration SOON = Duration.ofDays(30);
    private static final Logger LOG = LoggerFactory.getLogger(C2paSigner.class);

    private final C2paConfig config;
    private final KeyFolder keys;
    private final Path data;
    private final String version;
    private final Clock clock;

    /**
     * @param context to ask for the folder {@code mutoscope.data}
     * @param config what the operator set
     * @throws IOException if the keys cannot be read or made
     * @throws GeneralSecurityException if they cannot sign
     */
    @Activate
    public C2paSigner(BundleContext context, C2paConfig config) throws IOException, GeneralSecurityException {
        this(
                config,
                Path.of(String.valueOf(context.getProperty("mutoscope.data"))),
                context.getBundle().getVersion().toString(),
                Clock.systemUTC());
    }

    C2paSigner(C2paConfig config, Path data, String version, Clock clock) throws IOException, GeneralSecurityException {
        if (!List.of("allowed", "notAllowed").contains(config.training())) {
            throw new IllegalArgumentException("training=" + config.training() + " is neither allowed nor notAllowed");
        }
        this.config = config;
        this.data = data;
        this.version = version;
        this.clock = clock;
        keys = new KeyFolder(data.resolve(config.directory()), config.provider(), clock);
        warn(credential().chain().get(0));
        stamping();
    }

    private Credential credential() throws IOException, GeneralSecurityException {
        if (config.signer_file().isBlank()) {
            return keys.signer();
        }
        Credential credential = Credential.read(
                data.resolve(config.signer_file()), config.signer_password().toCharArray());
        X509Certificate leaf = credential.chain().get(0);
        leaf.checkValidity(Date.from(clock.instant()));
        return credential;
    }

    private void warn(X509Certificate leaf) {
        if (leaf.getNotAfter().toInstant().isBefore(clock.instant().plus(SOON))) {
            LOG.warn(
                    "the certificate that clips are signed with ends on {}: from then on none can be signed; bring a new"
                            + " one (signer.file)",
                    leaf.getNotAfter());
        }
    }

    private Cose.Stamping stamping() throws IOException, GeneralSecurityException {
        return config.timestamp_url().isBlank()
                ? keys.stamper()
                : new RemoteStamping(URI.create(config.timestamp_url()));
    }

    @Override
    public Evidence apply(ProvenanceRequest request) throws IOException, InterruptedException {
        if (!MP4.equals(request.mediaType())) {
            throw new IOException("files of type " + request.mediaType() + " cannot be signed, only " + MP4);
        }
        Path signed = request.file().resolveSibling(request.file().getFileName() + ".signed");
        try {
            Files.deleteIfExists(signed);
            Credential credential = credential();
            byte[] store =
                    new Mp4Signer(credential, stamping(), version).sign(request.file(), signed, manifest(request));
            Credentials credentials = check(signed);
            Files.move(signed, request.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Evidence(
                    KIND, facts(credentials, store, credential.chain().get(0)));
        } catch (GeneralSecurityException e) {
            throw new IOException("the clip could not be signed: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(signed);
        }
    }

    private Manifest manifest(ProvenanceRequest request) throws IOException {
        String[] backend = request.backend().split("@", 2);
        ClipFacts clip = new ClipFacts(
                request.assetId(),
                request.mediaType(),
                config.provider(),
                request.model(),
                backend[0],
                backend.length == 2 ? backend[1] : "0",
                request.createdAt(),
                null,
                config.training(),
                List.of(),
                request.obligations().get(LicenceTerms.CREDIT));
        List<Ingredient> ingredients = new ArrayList<>();
        for (String parent : request.parents()) {
            ingredients.add(new Ingredient(Ingredient.Relation.PARENT, parent, MP4, Optional.empty()));
        }
        return Manifest.of(clip, ingredients);
    }

    /** Nothing that we could not read ourselves leaves. Whether the signer is trusted here does not matter for that. */
    private Credentials check(Path signed) throws IOException, GeneralSecurityException {
        Credentials credentials = Mp4Reader.read(signed, keys.trust(), clock.instant())
                .orElseThrow(() -> new IOException("the signed file carries no credentials"))
                .credentials();
        if (credentials.state() == Credentials.State.INVALID) {
            Finding fault = credentials.findings().stream()
                    .filter(each -> each.kind() == Finding.Kind.FAILURE)
                    .findFirst()
                    .orElseThrow();
            throw new IOException(
                    "the signed file does not pass our own check: " + fault.code() + ", " + fault.words());
        }
        return credentials;
    }

    private static Map<String, String> facts(Credentials credentials, byte[] store, X509Certificate leaf)
            throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("manifest", credentials.label());
        facts.put("manifest_sha256", HexFormat.of().formatHex(Digests.sha256(store)));
        facts.put("issuer", credentials.issuer());
        facts.put("certificate", leaf.getSerialNumber().toString(16));
        facts.put("stamped_at", String.valueOf(credentials.stampedAt()));
        return facts;
    }
}
