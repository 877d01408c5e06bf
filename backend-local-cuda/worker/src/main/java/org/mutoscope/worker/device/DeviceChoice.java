package org.mutoscope.worker.device;

import ai.onnxruntime.OrtException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides what to compute on: never silently something else than was wished. */
final class DeviceChoice {
    /** Runs a graph on CUDA or says why it cannot. */
    interface CudaProbe {
        void run(byte[] graph) throws OrtException;
    }

    private static final Pattern MISSING = Pattern.compile("(lib[^ /:]+): cannot open shared object file");

    private final WorkerOptions options;
    private final CudaProbe probe;

    DeviceChoice(WorkerOptions options, CudaProbe probe) {
        this.options = options;
        this.probe = probe;
    }

    Device choose() {
        String wish = options.device();
        if (wish.equals("cpu")) {
            return cpu("");
        }
        try {
            probe.run(ProbeGraph.bytes());
            return new Device("cuda", "CUDA device 0", "");
        } catch (OrtException e) {
            String reason = explain(e.getMessage());
            return wish.equals("cuda") ? new Device("none", "none", reason) : cpu(reason);
        }
    }

    private Device cpu(String reason) {
        int threads = options.threads();
        return new Device("cpu", "CPU, " + threads + (threads == 1 ? " thread" : " threads"), reason);
    }

    /** What ONNX Runtime said in one line, with what to do in front. */
    static String explain(String message) {
        String said = String.valueOf(message).replaceAll("\\s+", " ").strip();
        String cure;
        if (said.contains("Failed to find CUDA shared provider") || said.contains("not compiled with CUDA")) {
            cure =
                    "the installed ONNX Runtime is the CPU build; put a CUDA build into the folder named by worker.natives";
        } else if (said.contains("cannot open shared object file")) {
            // What follows in brackets is cut where folders have long names; the library is what matters.
            Matcher library = MISSING.matcher(said);
            cure = (library.find() ? library.group(1) : "a CUDA library")
                    + " is missing; install it or name its folder in worker.library.path";
        } else if (said.contains("driver version is insufficient") || said.contains("device_id")) {
            cure = "the CUDA libraries found no NVIDIA driver or device; check nvidia-smi";
        } else {
            cure = "CUDA did not work";
        }
        return cure + " (" + (said.length() > 600 ? said.substring(0, 600) + "..." : said) + ")";
    }
}
