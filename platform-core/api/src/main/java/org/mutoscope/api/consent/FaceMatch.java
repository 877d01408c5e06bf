package org.mutoscope.api.consent;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Compares faces. The platform keeps templates sealed with a key of the person's own and hands them out for the length of a call. The best one installed is
 * asked; its name is kept with each template, which no other is given. Must be safe for use by several threads.
 */
@ConsumerType
public interface FaceMatch {
    /** Service property (String, required): name of what makes the templates; another one if its templates are others. */
    String ID = "mutoscope.face.id";

    /** Longest template, in bytes. */
    int MOST_BYTES = 262_144;

    /**
     * Makes a template of the person in a recording. Deadline 60 s.
     *
     * @return 1 to {@value #MOST_BYTES} bytes, whose meaning is this bundle's own
     * @throws Exception if there is no face in it, or more than one person's; the message is shown to the reviewer
     */
    byte[] template(Recording recording) throws Exception;

    /**
     * How alike the person of a template and the one in a recording are. Deadline 60 s.
     *
     * @return 0 (another) to 1,000 (surely the same)
     */
    int score(byte[] template, Recording recording) throws Exception;
}
