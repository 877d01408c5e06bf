package org.mutoscope.guard.names;

/**
 * How texts are looked through.
 *
 * @param typos whether misspelt names count
 * @param readings whether names count that are written as they are read
 * @param cues what makes a name of a common word
 */
record Looking(boolean typos, boolean readings, Cues cues) {
    static Looking of(NamesConfig config) {
        return new Looking(config.typos(), config.readings(), new Cues(config.cue_words()));
    }
}
