package org.mutoscope.provenance.c2pa;

/**
 * One thing that a check found.
 *
 * @param kind what it means
 * @param code status code of C2PA 2.2, section 15.2
 * @param url the box it is about, or null
 * @param words for a person
 */
record Finding(Kind kind, String code, String url, String words) {
    /** What a finding means for the manifest. */
    enum Kind {
        /** Something held. */
        SUCCESS("success"),
        /** Neither for nor against it. */
        INFORMATIONAL("informational"),
        /** Something did not hold. */
        FAILURE("failure");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The specification's word. */
        String word() {
            return word;
        }
    }
}
