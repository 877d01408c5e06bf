package org.mutoscope.core.rights;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.api.guard.Name;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The registry of rights as holders, creators and operators see it. What somebody may do depends on who calls: the holder of a subject (until
 * a claim is accepted, who registered it), and operators for everybody. Each act is written to the audit. What is not the caller's is
 * answered as if it were not there. Safe for use by several threads.
 *
 * <pre>
 * subject  PENDING -claim accepted-> ACTIVE -dispute-> FROZEN -resolved-> ACTIVE
 *          PENDING, ACTIVE, FROZEN -kill switch-> OFF -switched on again-> what it was
 * claim    PENDING -> ACTIVE | REFUSED    PENDING, ACTIVE -> WITHDRAWN    ACTIVE -dispute decided for another-> LOST
 * </pre>
 */
@ProviderType
public interface Rights {
    /** What can be registered. */
    enum Kind {
        /** How a person looks. */
        LIKENESS,
        /** How a person sounds. */
        VOICE,
        /** Somebody who was made up. */
        CHARACTER,
        /** A work of art or a design. */
        ARTWORK,
        /** A work of music. */
        MUSIC;

        /** In findings and on the wire: lower case. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** How a subject stands. */
    enum State {
        /** Registered, and no claim to it is accepted yet: guards are not told, nobody can use or license it. */
        PENDING,
        /** Somebody holds it. */
        ACTIVE,
        /** In dispute: nobody may begin anything with it; what runs goes on. */
        FROZEN,
        /** Switched off by its holder or an operator: nobody may use it, and what runs is ended. */
        OFF
    }

    /** How a claim stands. */
    enum ClaimState {
        PENDING,
        ACTIVE,
        REFUSED,
        WITHDRAWN,
        LOST
    }

    /**
     * Registers a subject and claims it. Its name becomes its first alias.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_subject}, {@code invalid_alias}, {@code invalid_claim}, {@code too_many_subjects}
     */
    Subject register(Caller by, NewSubject subject);

    /** A subject; anybody may know kind, name and state, and who {@link #owns} it the rest. @throws org.mutoscope.core.problem.Problem {@code subject_not_found} */
    Subject subject(String id);

    /** Subjects of the caller, the newest first; for operators of all. @param limit 1 to 1,000 */
    List<Subject> subjects(Caller by, String after, int limit);

    /**
     * Switches a subject off or on again. Its holder and operators have a switch each, and it is off while either is. Jobs that use it end within a minute.
     *
     * @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_subject}; {@code subject_kept_off} if the other's switch alone keeps it
     *     off. If both are off, the caller's is switched and the subject stays off
     */
    Subject switchOff(Caller by, String subjectId, boolean off, String reason);

    /**
     * Says that nothing of a subject is free, also where policies let be used what has no offer, or sets it free again. The first offer says it too; withdrawing
     * offers does not take it back.
     *
     * @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_subject}
     */
    Subject reserve(Caller by, String subjectId, boolean reserved);

    /** Whether the caller may know who holds a subject, and whether it is about somebody under age: its holder, who registered it, and operators. */
    boolean owns(Caller by, String subjectId);

    /** Opens a dispute (operators), or closes it without a change. @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_subject} */
    Subject dispute(Caller by, String subjectId, boolean open, String reason);

    /** Adds a name to look for. @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_alias} */
    Alias alias(Caller by, String subjectId, NewAlias alias);

    /** Names that are looked for. @throws org.mutoscope.core.problem.Problem {@code subject_not_found} */
    List<Alias> aliases(Caller by, String subjectId);

    /** Takes a name away. @return false if there is none */
    boolean unalias(Caller by, String subjectId, String aliasId);

    /** Claims a subject that somebody else registered. @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_claim} */
    Claim claim(Caller by, String subjectId, String evidence);

    /** Claims of the caller, the newest first; for operators of all. @param state null for any @param limit 1 to 1,000 */
    List<Claim> claims(Caller by, ClaimState state, int limit);

    /**
     * Decides about a claim (operators). Of several claims to a subject, and of several subjects of one kind and name, one is active at most.
     *
     * @throws org.mutoscope.core.problem.Problem {@code claim_not_found}, {@code claim_decided}; {@code subject_held} if another holds it and it is not in dispute, or
     *     if another subject of that kind and name is held
     */
    Claim decide(Caller by, String claimId, boolean accept, String reason);

    /** Takes a claim back; the subject is without a holder then. @throws org.mutoscope.core.problem.Problem {@code claim_not_found}, {@code claim_decided} */
    Claim withdrawClaim(Caller by, String claimId);

    /** Offers a licence; an offer never changes. @throws org.mutoscope.core.problem.Problem {@code subject_not_found}, {@code invalid_terms} */
    Offer offer(Caller by, String subjectId, long credits, Map<String, String> terms);

    /** Offers that can be accepted. */
    List<Offer> offers(String subjectId);

    /** Takes an offer back; grants that were made of it stay. @return false if there is none */
    boolean withdrawOffer(Caller by, String offerId);

    /** Grants that the caller holds or has given, the newest first; for operators all. @param limit 1 to 1,000 */
    List<Grant> grants(Caller by, int limit);

    /** Takes a grant back (the holder). Jobs that use it end within a minute; what was paid stays paid. @throws org.mutoscope.core.problem.Problem {@code grant_not_found} */
    Grant revoke(Caller by, String grantId, String reason);

    /** Uses of what the caller holds, the newest first. @param limit 1 to 1,000 */
    List<Used> uses(Caller by, int limit);

    /** Whether the caller may see the finished clip of a job before it is released: it waits for the caller's word. */
    boolean mayPreview(Caller by, String jobId);

    /** Uses that wait for the caller's word, the oldest first. */
    List<Approval> approvals(Caller by);

    /** Answers. A no ends the job, and nothing is charged. @throws org.mutoscope.core.problem.Problem {@code approval_not_found} */
    void answer(Caller by, String jobId, boolean agreed);

    /** What somebody registers. @param minor whether it is of a person under age: then nothing of it can be licensed */
    record NewSubject(Kind kind, String name, boolean minor, List<NewAlias> aliases, String evidence) {
        /** Copies the list. */
        public NewSubject {
            aliases = List.copyOf(aliases);
        }
    }

    /** A subject. @param holder account whose claim is accepted, or null */
    record Subject(String id, Kind kind, String name, State state, boolean minor, String holder, Instant createdAt) {}

    /**
     * A name to look for.
     *
     * @param language BCP 47, may be empty
     * @param minLength see {@link Name#minLength}
     * @param allowedPhrases see {@link Name#allowedPhrases}
     */
    record NewAlias(String text, String language, Set<Name.Flag> flags, int minLength, List<String> allowedPhrases) {
        /** Copies the collections. */
        public NewAlias {
            language = language == null ? "" : language;
            flags = Set.copyOf(flags);
            allowedPhrases = List.copyOf(allowedPhrases);
        }

        /** A name and nothing else. */
        public static NewAlias of(String text) {
            return new NewAlias(text, "", Set.of(), 0, List.of());
        }
    }

    /** A name that is looked for. */
    record Alias(String id, String subjectId, NewAlias name) {}

    /** A claim. @param reason why it was decided so, or null */
    record Claim(
            String id,
            String subjectId,
            String accountId,
            String evidence,
            ClaimState state,
            String reason,
            Instant createdAt) {}

    /** An offer. @param credits of one use */
    record Offer(String id, String subjectId, long credits, Map<String, String> terms, Instant createdAt) {}

    /** A grant. @param accountId who has it @param used uses that count @param revokedAt or null */
    record Grant(
            String id,
            String subjectId,
            String accountId,
            long credits,
            Map<String, String> terms,
            long used,
            Instant createdAt,
            Instant revokedAt) {}

    /** A use. @param grantId null for one without a grant @param jobState how its job stands @param credits fee @param earned whether the fee was captured */
    record Used(
            String jobId,
            String subjectId,
            String grantId,
            String jobState,
            long credits,
            boolean earned,
            Instant at) {}

    /**
     * A use that waits for an answer.
     *
     * @param prompt what is asked for; never logged
     * @param draft whether the clip is there and can be seen, else nothing is rendered yet
     * @param endsAt when no answer is a no
     */
    record Approval(String jobId, String prompt, boolean draft, Instant askedAt, Instant endsAt) {}
}
