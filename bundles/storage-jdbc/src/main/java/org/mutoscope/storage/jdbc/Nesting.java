package org.mutoscope.storage.jdbc;

/** Catches a unit of work inside another, which on H2 would wait for itself for ever. */
final class Nesting {
    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    private Nesting() {}

    static void enter() {
        refuse();
        INSIDE.set(Boolean.TRUE);
    }

    static void refuse() {
        if (INSIDE.get() != null) {
            throw new IllegalStateException("a unit of work must not call another; hand the Transaction on instead");
        }
    }

    static void leave() {
        INSIDE.remove();
    }
}
