package org.mutoscope.billing.standins;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is wrong with an API just now. Safe for use by several threads. */
public final class Troubles {
    /** Ways to be wrong. */
    public enum Kind {
        /** Works. */
        NONE,
        /** 429 in the service's own shape. */
        BUSY,
        /** 401, as for a wrong key. */
        UNAUTHORIZED,
        /** 500 in the service's own shape. */
        BROKEN,
        /** 503 with a page for people. */
        DOWN,
        /** 404 with a page for people, as of a proxy. */
        LOST,
        /** 200 and no JSON. */
        GARBAGE,
        /** 200 and nothing at all. */
        EMPTY,
        /** 200 and JSON of something else. */
        OTHER_JSON,
        /** 200 and JSON as deep as the sea. */
        DEEP,
        /** 200 and more than anybody reads. */
        ENDLESS,
        /** The connection is cut in the middle of the answer. */
        CUT,
        /** No answer until {@link Troubles#wake}. */
        SLOW,
        /** Does what it is asked, and says 500. */
        DONE_BROKEN,
        /** Does what it is asked, and gives no answer until {@link Troubles#wake}. */
        DONE_SLOW
    }

    private volatile Kind kind = Kind.NONE;
    private volatile CountDownLatch sleepers = new CountDownLatch(1);

    /** @param now from now on */
    public void set(Kind now) {
        if (now == Kind.SLOW || now == Kind.DONE_SLOW) {
            sleepers = new CountDownLatch(1);
        }
        kind = now;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** Lets those go on that wait for a slow answer. */
    public void wake() {
        sleepers.countDown();
    }

    /** Waits for {@link #wake}, two minutes at most. */
    void doze() {
        try {
            sleepers.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is closing
        }
    }
}
