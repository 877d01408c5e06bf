package org.mutoscope.core.consent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Rights.Kind;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How people enrol: they are shown a challenge, record themselves while they answer it, and somebody reviews the recording. Recording and template are sealed with a key of
 * the enrolment's own; when consent is taken back the key is destroyed. What is not the caller's is answered as if it were not there. Safe for use by several threads.
 *
 * <pre>
 * challenge  SHOWN -begun within 15 s-> BEGUN -recording arrives-> USED     each can lapse
 * enrolment  REVIEW -operator-> ACCEPTED | REFUSED    ACCEPTED, REVIEW -revoked-> REVOKED
 * </pre>
 */
@ProviderType
public interface Consents {
    /** How an enrolment stands. */
    enum State {
        /** Somebody has to look at the recording. */
        REVIEW,
        /** The person holds their likeness or voice here. */
        ACCEPTED,
        /** It was refused; nothing is kept but that. */
        REFUSED,
        /** The person took it back; nothing is kept but that. */
        REVOKED
    }

    /** What a person agrees to now. */
    Terms terms();

    /**
     * Shows a challenge.
     *
     * @throws org.mutoscope.core.problem.Problem {@code adults_only}, {@code invalid_subject}, {@code invalid_request} if the terms are not those of now, {@code too_many_challenges}
     */
    Challenge challenge(Caller by, Wish wish);

    /**
     * Recording begins now.
     *
     * @param nonce that of the challenge, which shows that it was seen
     * @throws org.mutoscope.core.problem.Problem {@code challenge_not_found}, {@code challenge_over}
     */
    Challenge begin(Caller by, String challengeId, String nonce);

    /**
     * Takes the recording; the challenge is used up, whatever comes of it.
     *
     * @param file readable until this returns
     * @throws org.mutoscope.core.problem.Problem {@code challenge_not_found}, {@code challenge_over}, {@code invalid_capture}, {@code capture_seen}, {@code disk_full}
     */
    Enrolment capture(Caller by, String challengeId, Path file);

    /** An enrolment of the caller; for operators any. @throws org.mutoscope.core.problem.Problem {@code enrolment_not_found} */
    Enrolment find(Caller by, String id);

    /** Those of the caller, the newest first; for operators all. @param state null for any @param limit 1 to 1,000 */
    List<Enrolment> list(Caller by, State state, int limit);

    /**
     * The recording, unsealed as it is read; operators' looks are written to the audit.
     *
     * @throws org.mutoscope.core.problem.Problem {@code enrolment_not_found}, also when it was deleted
     */
    Kept recording(Caller by, String id) throws IOException;

    /** Takes it to review (operators), for a quarter of an hour. @throws org.mutoscope.core.problem.Problem {@code enrolment_not_found}, {@code review_taken}, {@code enrolment_decided} */
    Enrolment claim(Caller by, String id);

    /**
     * Decides (operators), who must have it to review. Accepted, the subjects are the person's and active.
     *
     * @throws org.mutoscope.core.problem.Problem as {@link #claim}; {@code subject_held}
     */
    Enrolment decide(Caller by, String id, boolean accept, String reason);

    /**
     * Takes consent back: the subjects are switched off, grants end, the key is destroyed. Whoever agrees again enrols again.
     *
     * @throws org.mutoscope.core.problem.Problem {@code enrolment_not_found}, {@code enrolment_decided}
     */
    Enrolment revoke(Caller by, String id, String reason);

    /** Receipts of an enrolment, the oldest first. @throws org.mutoscope.core.problem.Problem {@code enrolment_not_found} */
    List<Receipt> receipts(Caller by, String id);

    /** What is agreed to. @param version names the text */
    record Terms(String version, String text) {}

    /** What a person wants. @param kinds likeness, voice or both @param adult whether the person says that they are of age and alone @param terms version that they agree to */
    record Wish(Set<Kind> kinds, String name, boolean adult, String terms) {
        /** Copies the set. */
        public Wish {
            kinds = Set.copyOf(kinds);
        }
    }

    /**
     * A challenge.
     *
     * @param nonce to be sent back when recording begins
     * @param digits to be said
     * @param turns where to look, one after the other: left, right, up, down
     * @param until until when recording has to begin or, once it has, to have arrived
     */
    record Challenge(
            String id, String nonce, String digits, List<String> turns, String state, Instant shownAt, Instant until) {
        /** Copies the list. */
        public Challenge {
            turns = List.copyOf(turns);
        }
    }

    /**
     * An enrolment.
     *
     * @param subjects ids of what the person holds by it
     * @param digits and the turns: what was asked, for the reviewer
     * @param remarks what checks found
     * @param reason why it was decided so, or null
     * @param reviewer principal who has it to review, or null
     * @param reviewUntil until when, or null
     * @param recorded whether the recording is still kept
     * @param destroyedAt when the key was destroyed, or null
     */
    record Enrolment(
            String id,
            String accountId,
            String name,
            Set<Kind> kinds,
            State state,
            List<String> subjects,
            String digits,
            List<String> turns,
            List<String> remarks,
            String reason,
            String reviewer,
            Instant reviewUntil,
            boolean recorded,
            Instant createdAt,
            Instant decidedAt,
            Instant destroyedAt) {
        /** Copies the collections. */
        public Enrolment {
            kinds = Set.copyOf(kinds);
            subjects = List.copyOf(subjects);
            turns = List.copyOf(turns);
            remarks = List.copyOf(remarks);
        }
    }

    /** A recording. @param content to be closed */
    record Kept(String mediaType, long bytes, InputStream content) {}

    /**
     * A receipt.
     *
     * @param kind {@code consent} or {@code revocation}
     * @param body JSON, to the byte what was hashed and signed
     * @param sha256 of the body as UTF-8, in hex
     * @param signature Ed25519 of the body, base64
     * @param key public key, X.509, base64
     */
    record Receipt(
            String id,
            String enrolmentId,
            String kind,
            String body,
            String sha256,
            String signature,
            String key,
            Instant at) {}
}
