package org.mutoscope.worker;

import java.util.Optional;
import org.mutoscope.worker.caption.Vocabulary;
import org.mutoscope.worker.caption.VocabularyFields;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.wire.Fields;

/**
 * Content of an {@code OFFER}: {@code id, title, licence, version, tasks, sizes, seconds, frames_per_second, frame_ms} and, if the model has a list
 * of words, what {@link VocabularyFields} adds.
 */
final class OfferFields {
    private OfferFields() {}

    static Fields of(ModelManifest manifest, Optional<Vocabulary> words, double frameMillis) {
        Fields fields = new Fields()
                .put("id", manifest.id())
                .put("title", manifest.title())
                .put("licence", manifest.licence())
                .put("version", manifest.version())
                .put("tasks", manifest.tasks())
                .put("sizes", manifest.clip().sizes())
                .put("seconds", manifest.clip().seconds())
                .put("frames_per_second", manifest.clip().framesPerSecond())
                .put("frame_ms", frameMillis);
        words.ifPresent(vocabulary -> VocabularyFields.write(vocabulary, fields));
        return fields;
    }
}
