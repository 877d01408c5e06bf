package org.mutoscope.provenance.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.api.provenance.Evidence;
import org.mutoscope.api.provenance.History;
import org.mutoscope.api.provenance.HistoryEntry;
import org.mutoscope.api.provenance.ProvenanceRequest;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Records finished clips in the log, and whatever else the platform tells it; and hands out what of the log is served. */
@Component(
        configurationPid = HistoryConfig.PID,
        property = {
            ProvenanceStep.ID + "=" + HistoryLog.KIND,
            ProvenanceStep.PHASE + "=" + ProvenanceStep.RECORD,
            History.ID + "=" + HistoryLog.KIND
        })
@Designate(ocd = HistoryConfig.class)
public final class HistoryLog implements ProvenanceStep, History {
    /** Name of the step and of its evidence. */
    static final String KIND = "log";

    private static final int MOST_WAIT = 10_000;

    private final Writer writer;
    private final Clock clock;

    /**
     * @param context to ask for the folder {@code mutoscope.data}
     * @param config what the operator set
     * @throws IOException if the log cannot be opened; the words say what to do
     * @throws GeneralSecurityException if the key cannot sign
     */
    @Activate
    public HistoryLog(BundleContext context, HistoryConfig config) throws IOException, GeneralSecurityException {
        this(config, Path.of(String.valueOf(context.getProperty("mutoscope.data"))), Clock.systemUTC());
    }

    HistoryLog(HistoryConfig config, Path data, Clock clock) throws IOException, GeneralSecurityException {
        if (config.batch_milliseconds() < 0 || config.batch_milliseconds() > MOST_WAIT) {
            throw new IllegalArgumentException(
                    "batch.milliseconds=" + config.batch_milliseconds() + " is not 0 to " + MOST_WAIT);
        }
        Path keys = data.resolve(config.keys());
        Path tiles = data.resolve(config.directory());
        LogKey key = LogKey.of(keys, config.origin().strip());
        this.clock = clock;
        this.writer = new Writer(
                () -> new Log(tiles, keys, key),
                config.batch_milliseconds(),
                new Witnesses(List.of(config.witnesses())));
    }

    @Deactivate
    void close() throws IOException {
        writer.close();
    }

    @Override
    public Evidence apply(ProvenanceRequest request) throws IOException, InterruptedException {
        Map<String, String> facts = new TreeMap<>();
        String sha256 = sha256(request.file());
        facts.put("sha256", sha256);
        Optional.ofNullable(request.evidence().get("c2pa.manifest_sha256"))
                .ifPresent(hash -> facts.put("manifest_sha256", hash));
        if (!request.parents().isEmpty()) {
            facts.put("made_from", String.join(",", request.parents()));
        }
        if (!request.obligations().isEmpty()) {
            HistoryEntry terms = new HistoryEntry("terms", "", Instant.EPOCH, request.obligations());
            facts.put("terms_sha256", HexFormat.of().formatHex(Hashes.sha256(Entry.of(terms))));
        }
        long index = append(new HistoryEntry("clip", request.assetId(), clock.instant(), facts));
        return new Evidence(
                KIND,
                Map.of(
                        "index",
                        String.valueOf(index),
                        "origin",
                        writer.log().verifier().name(),
                        "sha256",
                        sha256));
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (GeneralSecurityException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long append(HistoryEntry entry) throws IOException, InterruptedException {
        return writer.append(Entry.of(new HistoryEntry(
                entry.type(), entry.subject(), entry.at().truncatedTo(ChronoUnit.SECONDS), entry.facts())));
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        return writer.log().read(path);
    }

    @Override
    public Optional<String> proof(long index) throws IOException {
        return writer.log().proof(index);
    }

    @Override
    public String verifierKey() {
        return writer.log().verifier().toString();
    }
}
