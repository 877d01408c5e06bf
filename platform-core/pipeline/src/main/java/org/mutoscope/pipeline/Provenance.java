package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mutoscope.api.provenance.Evidence;
import org.mutoscope.api.provenance.ProvenanceRequest;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;

/** Signs the finished file, then records it. A step that is installed and fails stops the clip: it never leaves half treated. */
final class Provenance {
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;

    Provenance(Kinds kinds, Supplier<PipelineConfig> settings) {
        this.kinds = kinds;
        this.settings = settings;
    }

    private record Facts(
            String assetId,
            Path file,
            String mediaType,
            String model,
            String backend,
            Instant createdAt,
            List<String> parents,
            Map<String, String> obligations,
            Map<String, String> evidence)
            implements ProvenanceRequest {}

    /** Steps of a phase, of several versions the newest. */
    static List<Offered<ProvenanceStep>> steps(Kinds kinds, String phase) {
        return kinds.steps().newest().stream()
                .filter(step -> phase.equals(step.properties().get(ProvenanceStep.PHASE)))
                .toList();
    }

    void sign(Trip trip) throws Detour, InterruptedException {
        List<Offered<ProvenanceStep>> signers = steps(kinds, ProvenanceStep.SIGN);
        if (signers.size() > 1) {
            throw Detour.waiting("two signers are installed: remove one");
        }
        long begun = System.nanoTime();
        trip.fact("signed_by", apply(trip, signers));
        trip.over("sign", begun);
    }

    void record(Trip trip) throws Detour, InterruptedException {
        long begun = System.nanoTime();
        trip.fact("recorded_by", apply(trip, steps(kinds, ProvenanceStep.RECORD)));
        boolean touched = List.of("marked_by", "signed_by", "recorded_by").stream()
                .anyMatch(fact -> !"none installed".equals(trip.facts().get(fact)));
        trip.fact("provenance", touched ? "see marked_by, signed_by, recorded_by" : "not yet marked");
        trip.over("record", begun);
    }

    private String apply(Trip trip, List<Offered<ProvenanceStep>> steps) throws Detour, InterruptedException {
        List<String> by = new ArrayList<>();
        for (Offered<ProvenanceStep> step : steps) {
            trip.goOn();
            if (!treats(step, trip.clip.mediaType())) {
                continue;
            }
            Evidence evidence = apply(trip, step);
            evidence.facts().forEach((name, value) -> trip.evidence(evidence.kind() + "." + name, value));
            by.add(Used.by(step));
        }
        return by.isEmpty() ? "none installed" : String.join(", ", by);
    }

    /** A step passes files by that it cannot treat; one that the operator requires does not. */
    private boolean treats(Offered<ProvenanceStep> step, String mediaType) throws Detour {
        Object types = step.properties().get(ProvenanceStep.TYPES);
        boolean treats = types == null
                || (types instanceof String[] several ? List.of(several) : List.of(types)).contains(mediaType);
        if (!treats && Lists.of(settings.get().required_steps()).contains(step.id())) {
            throw Detour.failed(
                    Code.PROVENANCE_FAILED,
                    "the required step " + step.id() + " cannot treat files of type " + mediaType
                            + ": choose another profile for clips, or require it no longer",
                    null);
        }
        return treats;
    }

    private Evidence apply(Trip trip, Offered<ProvenanceStep> step) throws Detour, InterruptedException {
        Leased<ProvenanceStep> lease =
                step.lease().orElseThrow(() -> Detour.waiting("waiting for provenance: " + step.id()));
        try (lease) {
            Evidence evidence = kinds.calls().run(lease, "apply", s -> s.apply(facts(trip)));
            if (evidence == null) {
                throw Detour.failed(Code.PROVENANCE_FAILED, step.id() + " gave no evidence", null);
            }
            return evidence;
        } catch (PartnerFault e) {
            trip.goOn();
            throw lease.gone()
                    ? Detour.waiting("waiting for provenance: " + step.id())
                    : Detour.failed(Code.PROVENANCE_FAILED, e.getMessage(), e);
        }
    }

    private static Facts facts(Trip trip) {
        return new Facts(
                trip.job().id(),
                trip.clip.file(),
                trip.clip.mediaType(),
                trip.job().model(),
                trip.backend.from().bundle() + "@" + trip.backend.from().version(),
                Instant.now(),
                trip.job().parent() == null ? List.of() : List.of(trip.job().parent()),
                Licensed.duties(trip.job().obligations()),
                trip.evidence());
    }
}
