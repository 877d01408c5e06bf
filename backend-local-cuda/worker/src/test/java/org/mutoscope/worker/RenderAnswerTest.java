package org.mutoscope.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;

class RenderAnswerTest {
    @Test
    void whatNoCheckForesawEndsTheJobAndNotTheWorker() throws Exception {
        Fields fields = failed(() -> {
            throw new IllegalStateException("a secret prompt");
        });
        assertEquals("render_unforeseen", fields.text("code"));
        assertEquals("false", fields.text("retryable"));
        assertFalse(fields.text("message").contains("secret"), "words of a fault may be the creator's");
    }

    @Test
    void faultsAreTold() throws Exception {
        assertEquals(
                "true",
                failed(() -> {
                            throw new OrtException("no such operator");
                        })
                        .text("retryable"));
        assertEquals(
                "false",
                failed(() -> {
                            throw new RenderProblem(RenderProblem.Kind.FINAL, "model_nan", "none");
                        })
                        .text("retryable"));
        Message refused = RenderAnswer.to(() -> {
            throw new RenderProblem(RenderProblem.Kind.REFUSED, "option_unknown", "none");
        });
        assertEquals(MessageType.REFUSED, refused.type());
        assertEquals(MessageType.DONE, RenderAnswer.to(Fields::new).type());
    }

    @Test
    void wantOfMemoryAndALostPlatformEndTheWorker() {
        assertThrows(
                OutOfMemoryError.class,
                () -> RenderAnswer.to(() -> {
                    throw new OrtException("std::bad_alloc");
                }));
        assertThrows(
                IOException.class,
                () -> RenderAnswer.to(() -> {
                    throw new IOException("gone");
                }));
    }

    private static Fields failed(RenderAnswer.Work work) throws Exception {
        Message message = RenderAnswer.to(work);
        assertEquals(MessageType.FAILED, message.type());
        return message.fields();
    }
}
