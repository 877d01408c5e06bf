package org.mutoscope.guard.names;

import java.lang.annotation.Annotation;

/** Settings as they are shipped, and others. */
final class Lookings {
    private Lookings() {}

    static Looking all() {
        return Looking.of(config(0, 4000));
    }

    /** The defaults with another grace, in seconds, and wait, in milliseconds. */
    static NamesConfig config(int grace, int wait) {
        return new NamesConfig() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return NamesConfig.class;
            }

            @Override
            public boolean typos() {
                return true;
            }

            @Override
            public boolean readings() {
                return true;
            }

            @Override
            public String[] cue_words() {
                return new String[0];
            }

            @Override
            public int grace_seconds() {
                return grace;
            }

            @Override
            public int wait_milliseconds() {
                return wait;
            }
        };
    }
}
