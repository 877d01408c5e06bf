package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.wire.Fields;

/** The models of this worker. Keeps one of them in memory: the one used last. Used by the inference thread alone. */
final class ModelShelf implements AutoCloseable {
    /**
     * From this size on, in bytes, a package is not tried out when it is found but when it is used: loading it takes longer than a platform may wait
     * for its worker.
     */
    private static final long LARGE = 1L << 30;

    /** What a frame of such a model takes, until one was made. */
    private static final double UNKNOWN_MILLIS = 2000;

    /** Hears what was found. */
    interface Listener {
        /** A model can be rendered. */
        void offer(Fields fields) throws IOException;

        /** A folder cannot be offered. */
        void problem(Path folder, PackageProblem problem) throws IOException;
    }

    private final InferenceRuntime runtime;
    private final Map<String, ModelPackage> packages = new HashMap<>();
    private String openId = "";
    private OpenModel open;

    ModelShelf(InferenceRuntime runtime) {
        this.runtime = runtime;
    }

    /** Tries every folder inside the given folders, in the order of their names. The first model that is offered stays in memory. */
    void load(List<Path> roots, Listener listener) throws IOException {
        for (Path root : roots) {
            for (Path folder : folders(root)) {
                try {
                    listener.offer(offer(folder));
                } catch (PackageProblem e) {
                    listener.problem(folder, e);
                }
            }
        }
    }

    private Fields offer(Path folder) throws PackageProblem {
        ModelPackage files = ModelPackage.read(folder);
        String id = files.manifest().id();
        if (packages.containsKey(id)) {
            throw new PackageProblem(
                    "model_id_taken",
                    "the model " + id + " was already found in "
                            + packages.get(id).folder().getFileName() + "; remove one of the two");
        }
        try {
            plan().check(files.manifest().memory());
            if (files.bytes() > LARGE) {
                Pipelines.check(files);
                packages.put(id, files);
                return OfferFields.of(files.manifest(), Optional.empty(), UNKNOWN_MILLIS);
            }
            makeRoom(files);
            OpenModel model = Pipelines.open(files, runtime);
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

    /** The model, loaded if need be. @throws RenderProblem if there is none of this id or it can no longer be loaded */
    OpenModel model(String id) throws RenderProblem, OrtException {
        ModelPackage files = packages.get(id);
        if (files == null) {
            throw new RenderProblem(RenderProblem.Kind.REFUSED, "model_not_found", "this worker has no model " + id);
        }
        if (!openId.equals(id)) {
            close();
            try {
                plan().checkNow(files.manifest().memory());
                open = Pipelines.open(files, runtime);
                openId = id;
            } catch (PackageProblem e) {
                boolean passes = e.code().equals("model_needs_memory");
                throw new RenderProblem(
                        passes ? RenderProblem.Kind.PASSING : RenderProblem.Kind.FINAL, e.code(), e.getMessage());
            }
        }
        return open;
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

    private static List<Path> folders(Path root) throws IOException {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, ModelShelf::isPackage)) {
                entries.forEach(folders::add);
            }
        }
        folders.sort(null);
        return folders;
    }

    /** Hidden folders are left alone: package managers and editors keep unfinished things there. */
    private static boolean isPackage(Path entry) {
        return Files.isDirectory(entry) && !entry.getFileName().toString().startsWith(".");
    }
}
