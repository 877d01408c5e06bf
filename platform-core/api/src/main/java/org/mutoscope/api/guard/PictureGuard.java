package org.mutoscope.api.guard;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Screens a picture that a clip is to be made from, as {@link PromptGuard} screens words: all are asked until one blocks, and one that fails or is late counts as a block.
 * Spans of its findings are empty. Must be safe for use by several threads.
 */
@ConsumerType
public interface PictureGuard {
    /** Service property (String, required): name of the guard. */
    String ID = "mutoscope.picture.guard.id";

    /** Service property (Integer, default 0): place in the row. */
    String ORDER = "mutoscope.guard.order";

    /** Screens one picture. Never keep it. */
    Verdict screen(PictureScreening screening) throws InterruptedException;
}
