package org.mutoscope.paper;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How a chain is minted. {@link #good} is as Apple's are; the other methods spoil one thing each.
 *
 * @param leafMark Apple's mark of receipt signers on the leaf
 * @param intermediateMark Apple's mark of its intermediates
 * @param intermediateSigns whether the intermediate says CA:TRUE
 * @param leafUse whether the leaf says digitalSignature
 * @param leafFrom first moment of the leaf
 * @param leafUntil last moment of the leaf
 * @param ocsp address of the OCSP responder that the certificates name
 */
public record Recipe(
        Mark leafMark,
        Mark intermediateMark,
        boolean intermediateSigns,
        boolean leafUse,
        Instant leafFrom,
        Instant leafUntil,
        Optional<String> ocsp) {
    /** How a private extension is there. */
    public enum Mark {
        /** As Apple sets it. */
        THERE,
        /** Critical, which Apple's verifier refuses. */
        CRITICAL,
        /** Not at all. */
        MISSING
    }

    /** A chain like Apple's, good from yesterday for 30 days, without an OCSP responder. */
    public static Recipe good() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Recipe(
                Mark.THERE,
                Mark.THERE,
                true,
                true,
                now.minus(1, ChronoUnit.DAYS),
                now.plus(30, ChronoUnit.DAYS),
                Optional.empty());
    }

    /** @param url responder that is asked whether the certificates were revoked */
    public Recipe withOcsp(String url) {
        return new Recipe(
                leafMark, intermediateMark, intermediateSigns, leafUse, leafFrom, leafUntil, Optional.of(url));
    }

    /** @param mark how the leaf carries its mark */
    public Recipe withLeafMark(Mark mark) {
        return new Recipe(mark, intermediateMark, intermediateSigns, leafUse, leafFrom, leafUntil, ocsp);
    }

    /** @param mark how the intermediate carries its mark */
    public Recipe withIntermediateMark(Mark mark) {
        return new Recipe(leafMark, mark, intermediateSigns, leafUse, leafFrom, leafUntil, ocsp);
    }

    /** An intermediate that may not sign. */
    public Recipe withoutAuthority() {
        return new Recipe(leafMark, intermediateMark, false, leafUse, leafFrom, leafUntil, ocsp);
    }

    /** A leaf that does not say what it is for. */
    public Recipe withoutUse() {
        return new Recipe(leafMark, intermediateMark, intermediateSigns, false, leafFrom, leafUntil, ocsp);
    }

    /** @param from first moment of the leaf @param until its last */
    public Recipe withLeafValid(Instant from, Instant until) {
        return new Recipe(leafMark, intermediateMark, intermediateSigns, leafUse, from, until, ocsp);
    }
}
