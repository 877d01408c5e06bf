package org.mutoscope.worker.device;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.file.Path;
import java.util.Locale;

/** The one ONNX Runtime environment of the process and how sessions are opened in it. Used by the inference thread alone. */
public final class InferenceRuntime {
    /** System property, for measuring: what the names of ONNX Runtime's profiles begin with. Each is written when its graph is closed. */
    private static final String PROFILE = "mutoscope.worker.profile";

    private final OrtEnvironment environment =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "mutoscope");
    private final WorkerOptions options;
    private final Device device;

    /** Loads the native library and finds the device. */
    public InferenceRuntime(WorkerOptions options) {
        this.options = options;
        this.device = new DeviceChoice(options, this::probe).choose();
    }

    /** The device; the same for the life of the process. */
    public Device device() {
        return device;
    }

    /** Limit for the CUDA arena in MiB, 0 for none. */
    public long deviceMemoryMegabytes() {
        return options.deviceMemoryMegabytes();
    }

    /** For tensors. */
    public OrtEnvironment environment() {
        return environment;
    }

    /** Version of ONNX Runtime. */
    public String version() {
        return environment.getVersion();
    }

    /** Opens a graph on the device. */
    public OrtSession open(Path graph) throws OrtException {
        try (SessionOptions session = sessionOptions()) {
            if (device.cuda()) {
                addCuda(session);
            }
            String profile = System.getProperty(PROFILE, "");
            if (!profile.isEmpty()) {
                session.enableProfiling(
                        profile + "-" + graph.toAbsolutePath().getParent().getFileName());
            }
            return environment.createSession(graph.toString(), session);
        }
    }

    /** Whether the failure was want of memory; ONNX Runtime has no code of its own for that. */
    public static boolean outOfMemory(OrtException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("failed to allocate memory")
                || message.contains("bad_alloc")
                || message.contains("bad allocation")
                || message.contains("out of memory");
    }

    private SessionOptions sessionOptions() throws OrtException {
        SessionOptions session = new SessionOptions();
        session.setIntraOpNumThreads(options.threads());
        session.setInterOpNumThreads(1);
        session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        // Keeps GPU memory flat over many sessions (ONNX Runtime issue 29351) and costs nothing measurable here.
        session.setMemoryPatternOptimization(false);
        // Waiting threads sleep instead of spinning: an idle worker costs no processor time, and beside an encoder on
        // the same cores, where no core is
        // ever quiet, a step takes half as long.
        session.addConfigEntry("session.intra_op.allow_spinning", "0");
        return session;
    }

    private void addCuda(SessionOptions session) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
            if (options.deviceMemoryMegabytes() > 0) {
                cuda.add("gpu_mem_limit", Long.toString(options.deviceMemoryMegabytes() << 20));
            }
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            session.addCUDA(cuda);
        }
    }

    /** Really runs a one-node graph: the list of providers tells only what was compiled in, not what works. */
    private void probe(byte[] graph) throws OrtException {
        try (SessionOptions session = sessionOptions()) {
            // Without this, operators that CUDA cannot run would silently run on the CPU.
            session.addConfigEntry("session.disable_cpu_ep_fallback", "1");
            addCuda(session);
            try (OrtSession one = environment.createSession(graph, session)) {
                ProbeGraph.run(environment, one);
            }
        }
    }
}
