package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.ModelManifest.PackageFile;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Opening;

/** The graphs of one package in memory. */
final class Networks implements AutoCloseable {
    private final ModelPackage files;
    private final InferenceRuntime runtime;
    private final Opening opening;
    private final List<Network> open = new ArrayList<>();

    /** @param opening told of each graph before it is opened */
    Networks(ModelPackage files, InferenceRuntime runtime, Opening opening) {
        this.files = files;
        this.runtime = runtime;
        this.opening = opening;
    }

    /** Whether the package has such a graph. */
    boolean has(String role) {
        return files.manifest().graphs().containsKey(role);
    }

    /** Opens a graph. @throws PackageProblem if it is missing, cannot be loaded or is not what model.json says */
    Network open(String role) throws PackageProblem, OrtException {
        opening.graph(role);
        OrtSession session = session(role);
        try {
            PackageFile graph = files.manifest().graphs().get(role);
            Network network = new Network(
                    runtime,
                    session,
                    GraphPorts.of(role, "inputs", graph.inputs(), session.getInputInfo()),
                    GraphPorts.of(role, "outputs", graph.outputs(), session.getOutputInfo()));
            open.add(network);
            return network;
        } catch (PackageProblem | OrtException e) {
            session.close();
            throw e;
        }
    }

    /** Wants to hear of each run of a graph from now on. */
    void afterEachRun(Runnable then) {
        open.forEach(network -> network.afterEachRun(then));
    }

    private OrtSession session(String role) throws PackageProblem, OrtException {
        try {
            return runtime.open(files.graph(role));
        } catch (OrtException e) {
            if (InferenceRuntime.outOfMemory(e)) {
                throw e;
            }
            throw new PackageProblem(
                    "model_graph_unreadable",
                    "ONNX Runtime " + runtime.version() + " cannot load the graph " + role + ": " + e.getMessage());
        }
    }

    @Override
    public void close() throws OrtException {
        for (Network network : open) {
            network.close();
        }
        open.clear();
    }
}
