package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.problem.Code;

/** Before a frame is made: is all there that the clip will need at the end? A job waits now rather than after its rendering. */
final class Outfit {
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;
    private final Path scratch;
    private final Company company;

    /**
     * Who else is asked when an attempt begins.
     *
     * @param reviewed whether a person has looked at what had to be looked at
     * @param licensing whether what was agreed still holds
     * @param spans where its times are told
     */
    record Company(Reviewed reviewed, Licensing licensing, Spans spans) {}

    /** @param scratch emptied here: what is in it belongs to attempts of a process that has ended */
    Outfit(Kinds kinds, Supplier<PipelineConfig> settings, Path scratch, Company company) throws IOException {
        this.kinds = kinds;
        this.settings = settings;
        this.scratch = scratch;
        this.company = company;
        Trip.empty(scratch);
        Files.createDirectories(scratch);
    }

    Trip begin(Attempt attempt, Leased<VideoBackend> backend) throws Detour {
        require();
        company.reviewed().require(attempt.job());
        company.licensing().require(attempt.job().obligations(), attempt.job().id());
        try {
            return new Trip(
                    attempt,
                    backend,
                    Files.createTempDirectory(scratch, attempt.job().id() + "-"),
                    company.spans());
        } catch (IOException e) {
            throw Detour.failed(
                    Code.SCRATCH_FAILED,
                    "no folder could be made to work in: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    private void require() throws Detour {
        if (Encoding.encoder(kinds, settings.get().profile()).isEmpty()) {
            throw Detour.waiting("waiting for media encoder: " + settings.get().profile());
        }
        if (kinds.readers().all().isEmpty()) {
            throw Detour.waiting("waiting for media reader");
        }
        if (kinds.stores().all().isEmpty()) {
            throw Detour.waiting("waiting for asset store");
        }
        requireSteps();
    }

    private void requireSteps() throws Detour {
        Set<String> there = new HashSet<>();
        kinds.filters().all().forEach(filter -> there.add(filter.id()));
        kinds.steps().all().forEach(step -> there.add(step.id()));
        for (String name : Lists.of(settings.get().required_steps())) {
            if (!there.contains(name)) {
                throw Detour.waiting("waiting for provenance: " + name);
            }
        }
        List<Offered<ProvenanceStep>> signers = Provenance.steps(kinds, ProvenanceStep.SIGN);
        if (signers.size() > 1) {
            throw Detour.waiting("two signers are installed (" + signers.get(0).id() + ", "
                    + signers.get(1).id() + "), and a signature is the last change to a file: remove one");
        }
    }
}
