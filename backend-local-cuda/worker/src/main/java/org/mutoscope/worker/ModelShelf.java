package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Announcer;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.Phase;

/** The models of this worker. Keeps one of them in memory: the one used last. Used by the inference thread alone. */
final class ModelShelf implements AutoCloseable {
    /**
     * From this size on, in bytes, a package is not tried out when it is found but when it is used: loading it takes longer than a platform may wait
     * for its worker.
     */
    static final long LARGE = 1L << 30;

    /** What a frame of such a model takes, until one was made. */
    private static final double UNKNOWN_MILLIS = 2000;

    /** Hears what was found. */
    interface Listener {
        /** A model can be rendered. */
        void offer(Fields fields) throws IOException;

        /** Something that can take minutes goes on. */
        void alive();

        /** A folder cannot be offered. */
        void problem(Path folder, PackageProblem problem) throws IOException;
    }

    private final InferenceRuntime runtime;
    private final long large;
    private final boolean thorough;
    private final Map<String, ModelPackage> packages = new HashMap<>();
    private String openId = "";
    private OpenModel open;

    /** For a worker, which has to be ready soon. */
    ModelShelf(InferenceRuntime runtime) {
        this(runtime, LARGE, false);
    }

    /** @param large from this size on a package is not tried out @param thorough whether its graphs are opened all the same, and closed again */
    ModelShelf(InferenceRuntime runtime, long large, boolean thorough) {
        this.runtime = runtime;
        this.large = large;
        this.thorough = thorough;
    }

    /** Tries every folder inside the given folders, in the order of their names. The first model that is offered stays in memory. */
    void load(List<Path> roots, Listener listener) throws IOException {
        for (Path root : roots) {
            for (Path folder : PackageFolders.in(root)) {
                try {
                    listener.offer(offer(folder, listener));
                } catch (PackageProblem e) {
                    listener.problem(folder, e);
                }
            }
        }
    }

    private Fields offer(Path folder, Listener listener) throws PackageProblem {
        ModelPackage files = ModelPackage.read(folder, listener::alive);
        String id = files.manifest().id();
        if (packages.containsKey(id)) {
            throw new PackageProblem(
                    "model_id_taken",
                    "the model " + id + " was already found in "
                            + packages.get(id).folder().getFileName() + "; remove one of the two");
        }
        try {
            plan().check(files.manifest().memory());
            if (files.bytes() > large) {
                Fields fields = untried(files, new Openings.Trial(listener));
                packages.put(id, files);
                return fields;
            }
            makeRoom(files);
            OpenModel model = Pipelines.open(files, runtime, new Openings.Trial(listener));
            try {
                Fields fields = OfferFields.of(files.manifest(), model.vocabulary(), model.warmUp());
                packages.put(id, files);
                return fields;
            } finally {
                keepFirst(id, model);
            }
        } catch (OrtException e) {
            throw unusable(e);
        } catch (RuntimeException e) {
            // What no check of ours foresaw: such a package must not take the others with it.
            throw new PackageProblem("model_graph_unrunnable", "the package does not fit this version: " + e);
        } catch (OutOfMemoryError e) {
            // Of direct buffers: the heap's own ends the process. The package is too big, the others may fit.
            throw new PackageProblem(
                    "model_needs_memory",
                    "there is not enough memory for the model (" + e.getMessage() + "); raise worker.heap.mb");
        }
    }

    /** The offer of a large package, whose trial would take as long as a clip. */
    private Fields untried(ModelPackage files, Openings.Trial trial) throws PackageProblem, OrtException {
        Pipelines.check(files);
        Fields fields = OfferFields.of(files.manifest(), Optional.empty(), UNKNOWN_MILLIS);
        if (thorough && plan().fitsNow(files.manifest().memory())) {
            close();
            Pipelines.open(files, runtime, trial).close();
        } else if (thorough) {
            fields.put(
                    "unopened",
                    "its graphs were not opened: they need "
                            + files.manifest().memory().host() + " MiB of memory, which this machine has, but not now");
        }
        return fields;
    }

    private MemoryPlan plan() {
        return MemoryPlan.now(runtime.device(), runtime.deviceMemoryMegabytes());
    }

    /** Closes the model in memory if the other one does not fit beside it. @throws PackageProblem if it does not even fit alone */
    private void makeRoom(ModelPackage files) throws PackageProblem, OrtException {
        if (!plan().fitsNow(files.manifest().memory())) {
            close();
        }
        plan().checkNow(files.manifest().memory());
    }

    private void keepFirst(String id, OpenModel model) throws OrtException {
        if (open == null && packages.containsKey(id)) {
            openId = id;
            open = model;
        } else {
            model.close();
        }
    }

    private static PackageProblem unusable(OrtException e) {
        return InferenceRuntime.outOfMemory(e)
                ? new PackageProblem(
                        "model_needs_memory", "there is not enough memory for the model: " + e.getMessage())
                : new PackageProblem(
                        "model_graph_unrunnable", "the graph was loaded but does not run: " + e.getMessage());
    }

    /** The model, loaded if need be. @throws RenderProblem if there is none of this id, it can no longer be loaded or that was cancelled */
    OpenModel model(String id, RenderSink sink, Cancellation cancellation) throws RenderProblem, OrtException {
        ModelPackage files = packages.get(id);
        if (files == null) {
            throw new RenderProblem(RenderProblem.Kind.REFUSED, "model_not_found", "this worker has no model " + id);
        }
        if (!openId.equals(id)) {
            close();
            Openings.Wanted wanted = new Openings.Wanted(new Announcer(sink, Phase.OPEN), cancellation);
            ModelPackage unspoilt = unspoilt(files, wanted);
            packages.put(id, unspoilt);
            open = open(unspoilt, wanted);
            openId = id;
        }
        return open;
    }

    private OpenModel open(ModelPackage files, Openings.Wanted wanted) throws RenderProblem, OrtException {
        try {
            plan().checkNow(files.manifest().memory());
            return Pipelines.open(files, runtime, wanted);
        } catch (OrtException e) {
            wanted.cancellation().check();
            throw e;
        } catch (PackageProblem e) {
            boolean passes = e.code().equals("model_needs_memory");
            throw new RenderProblem(
                    passes ? RenderProblem.Kind.PASSING : RenderProblem.Kind.FINAL, e.code(), e.getMessage());
        }
    }

    /** Files that were written since they were checked are checked again: what is rendered is what is described. */
    private static ModelPackage unspoilt(ModelPackage files, Openings.Wanted wanted) throws RenderProblem {
        try {
            return files.now(wanted.announcer()::alive);
        } catch (PackageProblem e) {
            // Whoever did that has not gone unnoticed: the next worker reads the folder anew.
            throw new RenderProblem(
                    RenderProblem.Kind.PASSING,
                    "model_file_changed",
                    "the package was changed since it was offered: " + e.getMessage());
        }
    }

    @Override
    public void close() throws OrtException {
        openId = "";
        if (open != null) {
            OpenModel closing = open;
            open = null;
            closing.close();
        }
    }
}
