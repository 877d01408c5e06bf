package org.mutoscope.rest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Every Java machine has SHA-256, says the specification; here ends the checked exception that doubts it. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
