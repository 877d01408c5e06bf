package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.worker.wire.Fields;

class OfferedModelTest {
    private static Fields fields() {
        return new Fields()
                .put("id", "toy")
                .put("title", "Toy")
                .put("licence", "Apache-2.0")
                .put("tasks", List.of("text-to-video"))
                .put("sizes", List.of("64x64"))
                .put("seconds", List.of("4"))
                .put("frames_per_second", 8)
                .put("frame_ms", 1.5);
    }

    @Test
    void theWordsOfAModelAreOffered() throws Exception {
        Fields fields = fields().put("slots", 1)
                .put("ignored", List.of("the", "a"))
                .put("word.teddy bear", "0:2")
                .put("word.cat", "0:1");
        assertEquals(
                "cat,teddy bear;a,the",
                OfferedModel.of(fields).offer().attributes().get(ModelOffer.VOCABULARY));
    }

    @Test
    void aModelWithoutAListOffersNone() throws Exception {
        assertFalse(OfferedModel.of(fields()).offer().attributes().containsKey(ModelOffer.VOCABULARY));
    }
}
