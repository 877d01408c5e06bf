package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.wire.ExitCode;
import org.mutoscope.worker.wire.Fields;

/**
 * Looks at the device and at model packages as a worker does at its start, tells what it found as one JSON object, and ends: {@code provider, device, reason,
 * onnxruntime, offers, problems}. Started by the command line, with the arguments of a worker.
 */
public final class Inspection {
    private final Map<String, Object> found = new LinkedHashMap<>();
    private final List<Map<String, String>> offers = new ArrayList<>();
    private final List<Map<String, String>> problems = new ArrayList<>();

    private Inspection() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        int code = ExitCode.FAULT;
        try {
            Inspection inspection = new Inspection();
            inspection.look(WorkerOptions.parse(arguments));
            out.write(new ObjectMapper().writeValueAsString(inspection.found).getBytes(StandardCharsets.UTF_8));
            out.flush();
            code = 0;
        } catch (IOException | RuntimeException e) {
            System.err.println("ERROR " + e);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    private void look(WorkerOptions options) throws IOException {
        found.put("offers", offers);
        found.put("problems", problems);
        try {
            InferenceRuntime runtime = new InferenceRuntime(options);
            found.put("provider", runtime.device().provider());
            found.put("device", runtime.device().name());
            found.put("reason", runtime.device().reason());
            found.put("onnxruntime", runtime.version());
            if (runtime.device().usable() && !options.models().isEmpty()) {
                try (ModelShelf shelf = new ModelShelf(runtime, ModelShelf.LARGE, true)) {
                    shelf.load(options.models(), new Findings());
                }
            }
        } catch (OrtException e) {
            // Of closing what was tried; what it was worth is known by then.
            System.err.println("WARNING " + e);
        } catch (LinkageError e) {
            // The library of ONNX Runtime itself: its message names what the system's loader missed.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            found.put("provider", "none");
            found.put("device", "none");
            found.put("reason", "ONNX Runtime cannot be loaded: " + cause.getMessage());
        }
    }

    private final class Findings implements ModelShelf.Listener {
        @Override
        public void alive() {
            // Whoever asked waits as long as it takes.
        }

        @Override
        public void offer(Fields fields) {
            offers.add(fields.all());
        }

        @Override
        public void problem(Path folder, PackageProblem problem) {
            problems.add(Map.of(
                    "folder", folder.toString(),
                    "code", problem.code(),
                    "message", String.valueOf(problem.getMessage())));
        }
    }
}
