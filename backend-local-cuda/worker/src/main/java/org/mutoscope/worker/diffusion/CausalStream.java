package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;

/**
 * A network that looks back only and is fed piece by piece: graph {@code ROLE_first} for the first piece, then {@code ROLE_next} for each further one,
 * with what they remember in tensors {@code cache.N}. The caches go from run to run as they are, without a copy in Java, and memory does not grow with
 * the clip.
 */
final class CausalStream {
    private static final String CACHE = "cache.";

    private final Network first;
    private final Network next;
    private final String input;
    private final String output;

    private CausalStream(Network first, Network next, String input, String output) {
        this.first = first;
        this.next = next;
        this.input = input;
        this.output = output;
    }

    /** Whether a package has such a network. */
    static boolean in(Parts parts, String role) {
        return parts.networks().has(role + "_first");
    }

    /** Opens both graphs. @throws PackageProblem if they do not fit each other */
    static CausalStream open(Parts parts, String role, String input, String output)
            throws PackageProblem, OrtException {
        Network first = parts.open(role + "_first");
        Network next = parts.open(role + "_next");
        first.inputs().wantsAny(input).andNothingElse(Set.of(input));
        first.outputs().wantsAny(output);
        next.outputs().wantsAny(output).wantsType(output, first.outputs().type(output));
        Set<String> known = new HashSet<>(Set.of(input));
        for (String name : next.inputs().names()) {
            if (name.startsWith(CACHE)) {
                known.add(name);
                for (GraphPorts maker : List.of(first.outputs(), next.outputs())) {
                    maker.wants(name, next.inputs().shape(name))
                            .wantsType(name, next.inputs().type(name));
                }
            }
        }
        next.inputs().wantsAny(input).andNothingElse(known);
        return new CausalStream(first, next, input, output);
    }

    /** Wants pieces of these shapes, -1 for any length. @throws PackageProblem if the graphs take others */
    CausalStream takes(long[] begin, long[] further) throws PackageProblem {
        first.inputs().wants(input, begin);
        next.inputs().wants(input, further);
        return this;
    }

    /** Type of what comes out. */
    OnnxJavaType type() {
        return first.outputs().type(output);
    }

    /** Begins a stream. */
    Run begin() {
        return new Run();
    }

    /** One stream; to be closed, which gives the caches back. */
    final class Run implements AutoCloseable {
        private OrtSession.Result before;
        private Network made;
        private Slot answer;

        /** Feeds the next piece. @return what it became; valid until the next one */
        Slot next(long[] shape, float[] values, Cancellation cancellation) throws RenderProblem, OrtException {
            Network network = before == null ? first : next;
            Map<String, OnnxTensor> caches = new HashMap<>();
            for (String name : network.inputs().names()) {
                if (name.startsWith(CACHE)) {
                    caches.put(name, tensor(name));
                }
            }
            network.put(input, shape, values);
            OrtSession.Result now = network.run(caches, cancellation);
            forget();
            before = now;
            made = network;
            return keep(tensor(output));
        }

        private OnnxTensor tensor(String name) {
            return (OnnxTensor) before.get(made.outputs().actual(name)).orElseThrow();
        }

        private Slot keep(OnnxTensor tensor) throws RenderProblem, OrtException {
            long[] shape = tensor.getInfo().getShape();
            if (answer == null || !answer.has(shape)) {
                Slot fresh = made.slot(output, shape);
                if (answer != null) {
                    answer.close();
                }
                answer = fresh;
            }
            answer.copy(tensor);
            return answer;
        }

        private void forget() {
            if (before != null) {
                before.close();
                before = null;
            }
        }

        @Override
        public void close() {
            forget();
            if (answer != null) {
                answer.close();
            }
        }
    }
}
