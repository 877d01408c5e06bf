package org.mutoscope.provenance.c2pa;

import java.time.Instant;
import java.util.List;

/**
 * What a manifest says of a clip. Neither a prompt nor a person is among it.
 *
 * @param assetId id of the clip
 * @param mediaType for example {@code video/mp4}
 * @param provider name of the installation, as its operator has set it
 * @param model id of the model
 * @param system name of the bundle that rendered
 * @param systemVersion its version
 * @param createdAt when rendering ended
 * @param mark the mark in the picture, or null if there is none
 * @param training use that others may make of it for training: {@code allowed} or {@code notAllowed}
 * @param grants ids of licences
 * @param attribution words that licences want to go with the clip, or null
 */
record ClipFacts(
        String assetId,
        String mediaType,
        String provider,
        String model,
        String system,
        String systemVersion,
        Instant createdAt,
        Mark mark,
        String training,
        List<String> grants,
        String attribution) {
    /** Copies the list. */
    ClipFacts {
        grants = List.copyOf(grants);
    }

    /**
     * A mark in the picture.
     *
     * @param algorithm its name, reverse domain
     * @param value what it carries
     */
    record Mark(String algorithm, byte[] value) {}
}
