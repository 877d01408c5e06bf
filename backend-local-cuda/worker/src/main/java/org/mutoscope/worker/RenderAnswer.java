package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.Arrays;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;

/** How a render ended, as the platform hears it: {@code DONE}, {@code REFUSED} or {@code FAILED}. */
final class RenderAnswer {
    private static final int PLACES = 12;

    /** A render. */
    interface Work {
        /** @return facts about the clip */
        Fields run() throws RenderProblem, IOException, OrtException;
    }

    private RenderAnswer() {}

    /** Renders. @throws IOException if the platform went away @throws OutOfMemoryError which only a fresh process cures */
    static Message to(Work work) throws IOException {
        try {
            return Message.of(MessageType.DONE, work.run());
        } catch (RenderProblem e) {
            return problem(e);
        } catch (OrtException e) {
            if (InferenceRuntime.outOfMemory(e)) {
                // Whatever is left of memory is in pieces: a fresh process is the cure, as for the heap.
                throw new OutOfMemoryError(e.getMessage());
            }
            return failed("inference_failed", "ONNX Runtime failed: " + e.getMessage(), true);
        } catch (RuntimeException e) {
            return failed("render_unforeseen", unforeseen(e), false);
        }
    }

    /** Says where it happened. Its own words are left out: they may be the creator's. */
    private static String unforeseen(RuntimeException e) {
        Arrays.stream(e.getStackTrace()).limit(PLACES).forEach(place -> System.err.println("ERROR in " + place));
        return "the render ended on a fault that no check foresaw, a "
                + e.getClass().getName() + "; its place is in the log, report it with the package's model.json";
    }

    private static Message problem(RenderProblem problem) {
        if (problem.kind() == RenderProblem.Kind.REFUSED) {
            Fields fields = new Fields().put("code", problem.code()).put("message", problem.getMessage());
            return Message.of(MessageType.REFUSED, fields);
        }
        return failed(problem.code(), problem.getMessage(), problem.kind() == RenderProblem.Kind.PASSING);
    }

    private static Message failed(String code, String message, boolean retryable) {
        return Message.of(
                MessageType.FAILED,
                new Fields().put("code", code).put("message", message).put("retryable", retryable));
    }
}
