package org.mutoscope.api.media;

import org.osgi.annotation.versioning.ProviderType;

/** What a {@link FrameFilter} is told about a frame. */
@ProviderType
public interface FrameInfo {
    /** Id of the asset that the clip will be; known before its first frame. */
    String assetId();

    /** Format of the stream. */
    VideoFormat format();

    /** Number of the frame, from 0. */
    long index();
}
