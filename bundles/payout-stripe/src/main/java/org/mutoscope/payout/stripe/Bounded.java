package org.mutoscope.payout.stripe;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;

/** Answers of a bearable size, read whole. A stream of Java 17 swallows the host's interrupt and reads on (JDK-8294047); this ends with the call. */
final class Bounded {
    private Bounded() {}

    /** @param most bytes; of a longer answer one more is kept, and the rest is not */
    static BodyHandler<byte[]> upTo(int most) {
        return response -> {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            return BodySubscribers.mapping(
                    BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(
                            bytes -> kept.write(bytes, 0, Math.min(bytes.length, most + 1 - kept.size())))),
                    nothing -> kept.toByteArray());
        };
    }
}
