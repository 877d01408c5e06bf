package org.mutoscope.backend.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.worker.caption.Vocabulary;
import org.mutoscope.worker.caption.VocabularyFields;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;

/**
 * A model as a worker offers it.
 *
 * @param offer what the platform is told
 * @param renderSizes sizes it really renders
 * @param framesPerSecond 1 to 60
 * @param frameMillis expected time of a frame
 * @param vocabulary words it knows, if it has a list
 * @param said everything the worker said about it except the time, to tell whether two workers offer the same
 */
record OfferedModel(
        ModelOffer offer,
        List<FrameSize> renderSizes,
        int framesPerSecond,
        double frameMillis,
        Optional<Vocabulary> vocabulary,
        Map<String, String> said) {
    static OfferedModel of(Fields fields) throws GarbledException {
        try {
            List<FrameSize> sizes =
                    fields.list("sizes").stream().map(FrameSize::parse).toList();
            TreeSet<Integer> seconds = new TreeSet<>();
            fields.list("seconds").forEach(text -> seconds.add(Integer.parseInt(text)));
            Map<String, String> said = new LinkedHashMap<>(fields.all());
            said.remove("frame_ms");
            Optional<Vocabulary> vocabulary = VocabularyFields.read(fields);
            return new OfferedModel(
                    new ModelOffer(
                            fields.text("id"),
                            fields.text("title"),
                            fields.text("licence"),
                            Set.copyOf(fields.list("tasks")),
                            Sizes.delivered(sizes),
                            seconds,
                            vocabulary
                                    .map(words -> Map.of(ModelOffer.VOCABULARY, listed(words)))
                                    .orElse(Map.of())),
                    sizes,
                    fields.number("frames_per_second", 1, 60),
                    fields.decimal("frame_ms"),
                    vocabulary,
                    said);
        } catch (IllegalArgumentException e) {
            throw new GarbledException("a model's offer makes no sense: " + e.getMessage());
        }
    }

    /** As an offer lists words: the platform helps creators with them. */
    private static String listed(Vocabulary words) {
        return String.join(",", new TreeSet<>(words.phrases().keySet())) + ";"
                + String.join(",", new TreeSet<>(words.ignored()));
    }

    String id() {
        return offer.id();
    }

    /** Size it renders for a wanted one of its offer. */
    FrameSize renderedSize(FrameSize wanted) {
        return Sizes.rendered(wanted, renderSizes).orElseThrow();
    }
}
