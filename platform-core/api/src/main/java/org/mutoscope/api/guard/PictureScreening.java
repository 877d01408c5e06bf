package org.mutoscope.api.guard;

import org.mutoscope.api.media.FrameSize;
import org.osgi.annotation.versioning.ProviderType;

/** A picture to look at. */
@ProviderType
public interface PictureScreening {
    /** Who asks. */
    String accountId();

    /** What the picture is: {@code first_frame}, {@code clip} (its first frame) or {@code character}. */
    String purpose();

    /** Its size. */
    FrameSize size();

    /** Its pixels, three bytes each, row by row from the top. Do not change them. */
    byte[] rgb();
}
