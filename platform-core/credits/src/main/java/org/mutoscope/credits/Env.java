package org.mutoscope.credits;

/**
 * Real credits and the play credits of a store's sandbox. Each has an asset of its own, so no transaction line can carry one into the
 * other, and an account has rows of its own for each.
 */
enum Env {
    PRODUCTION("production", "CRED"),
    SANDBOX("sandbox", "SANDBOX");

    private final String word;
    private final String asset;

    Env(String word, String asset) {
        this.word = word;
        this.asset = asset;
    }

    static Env of(String word) {
        return word.equals(SANDBOX.word) ? SANDBOX : PRODUCTION;
    }

    /** As facts and the lot table write it. */
    String word() {
        return word;
    }

    String asset() {
        return asset;
    }
}
