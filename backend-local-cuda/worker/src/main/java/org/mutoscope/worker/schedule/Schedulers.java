package org.mutoscope.worker.schedule;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.worker.model.PackageProblem;

/** Makes the scheduler that a package names. A class or field that nobody knows is refused by name: a wrong schedule looks like a bad model. */
public final class Schedulers {
    private interface Kind {
        Scheduler begin(SchedulerConfig config, ScheduleRequest request, NoiseSource noise) throws PackageProblem;
    }

    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.of(
            "FlowMatchEulerDiscreteScheduler", FlowMatchEuler::begin,
            "EulerDiscreteScheduler", (config, request, noise) -> EulerDiscrete.begin(config, request),
            "DDIMScheduler", (config, request, noise) -> Ddim.begin(config, request),
            "DPMSolverMultistepScheduler", (config, request, noise) -> DpmSolver.begin(config, request),
            "UniPCMultistepScheduler", (config, request, noise) -> UniPc.begin(config, request),
            "LCMScheduler", Lcm::begin));

    private Schedulers() {}

    /**
     * Begins a render.
     *
     * @param file the package's scheduler_config.json as diffusers writes it
     * @param noise asked for one draw after each step by the solvers that need it (LCM, stochastic flows), by others never
     * @throws PackageProblem {@code model_scheduler_unknown} for another class, {@code model_scheduler_field} for a field or value that is not
     *     supported, {@code model_scheduler_steps} if the request does not suit the scheduler
     */
    public static Scheduler begin(Path file, ScheduleRequest request, NoiseSource noise) throws PackageProblem {
        SchedulerConfig config = SchedulerConfig.read(file);
        Kind kind = KINDS.get(config.className());
        if (kind == null) {
            throw new PackageProblem(
                    "model_scheduler_unknown",
                    "the scheduler \"" + config.className() + "\" is not supported; supported are "
                            + String.join(", ", KINDS.keySet()) + "; export the model with one of them");
        }
        if (request.count() < 1 || request.count() > 1000) {
            throw SchedulerConfig.unsuited(config.className() + " needs 1 to 1,000 steps, not " + request.count());
        }
        Scheduler scheduler = kind.begin(config, request, noise);
        config.finish();
        return scheduler;
    }
}
