package org.mutoscope.core.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every error the platform answers with: a number that never changes meaning, a name (this constant in lower case, the API's
 * {@code error.code}), the HTTP status and the owner. Numbers are appended, never used again; 9000 to 9999 belong to partners.
 */
public enum Code {
    INVALID_REQUEST(1001, 400, Owner.USER),
    INVALID_JSON(1002, 400, Owner.USER),
    INVALID_MULTIPART(1003, 400, Owner.USER),
    MISSING_PROMPT(1004, 400, Owner.USER),
    PROMPT_TOO_LONG(1005, 400, Owner.USER),
    INVALID_PROMPT(1006, 400, Owner.USER),
    MODEL_NOT_FOUND(1007, 404, Owner.USER),
    INVALID_SECONDS(1008, 400, Owner.USER),
    INVALID_SIZE(1009, 400, Owner.USER),
    UNSUPPORTED_FEATURE(1010, 400, Owner.USER),
    INVALID_PAGING(1011, 400, Owner.USER),
    VIDEO_NOT_READY(1012, 400, Owner.USER),
    IDEMPOTENCY_KEY_REUSED(1013, 400, Owner.USER),
    REQUEST_TOO_LARGE(1014, 413, Owner.USER),
    UNSUPPORTED_MEDIA_TYPE(1015, 415, Owner.USER),
    METHOD_NOT_ALLOWED(1016, 405, Owner.USER),
    NOT_FOUND(1017, 404, Owner.USER),
    INVALID_VARIANT(1018, 400, Owner.USER),
    INVALID_AMOUNT(1019, 400, Owner.USER),
    INVALID_NAME(1020, 400, Owner.USER),
    RANGE_NOT_SATISFIABLE(1021, 416, Owner.USER),
    INVALID_PICTURE(1022, 400, Owner.USER),
    PICTURE_SIZE_MISMATCH(1023, 400, Owner.USER),
    INVALID_VIDEO(1024, 400, Owner.USER),
    INVALID_CHARACTER(1026, 400, Owner.USER),
    INVALID_FILE(1027, 400, Owner.USER),
    FILE_QUOTA_EXCEEDED(1028, 400, Owner.USER),
    FIRST_FRAME_FAILED(1029, 500, Owner.OPERATOR),
    FETCHING_OFF(1040, 400, Owner.OPERATOR),
    ADDRESS_REFUSED(1041, 400, Owner.USER),
    FETCH_FAILED(1042, 400, Owner.USER),
    INVALID_WEBHOOK(1043, 400, Owner.USER),
    WEBHOOK_NOT_FOUND(1044, 404, Owner.USER),
    WEBHOOK_FAILED(1045, 400, Owner.USER),
    TOO_MANY_WEBHOOKS(1046, 400, Owner.USER),
    INVALID_STORYBOARD(1050, 400, Owner.USER),
    TOO_MANY_STORYBOARDS(1051, 400, Owner.USER),
    STORYBOARD_NOT_FOUND(1052, 404, Owner.USER),
    STORYBOARD_CHANGED(1053, 409, Owner.USER),
    INVALID_SCRIPT(1054, 400, Owner.USER),
    WRITER_NOT_FOUND(1055, 404, Owner.USER),
    WRITER_FAILED(1056, 503, Owner.PARTNER),
    WRITER_REFUSED(1057, 400, Owner.USER),
    WRITER_LIMIT(1058, 429, Owner.OPERATOR),
    TLS_REQUIRED(1060, 403, Owner.USER),
    LAST_ADMINISTRATOR(1061, 409, Owner.OPERATOR),
    NOT_CONFIRMED(1062, 400, Owner.USER),
    DELETION_BEGUN(1063, 409, Owner.USER),
    TOO_MANY_EXPORTS(1064, 429, Owner.USER),

    MISSING_API_KEY(2001, 401, Owner.USER),
    INVALID_API_KEY(2002, 401, Owner.USER),
    EXPIRED_API_KEY(2003, 401, Owner.USER),
    FORBIDDEN(2004, 403, Owner.USER),
    ACCOUNT_FROZEN(2005, 403, Owner.USER),
    ACCOUNT_NOT_FOUND(2006, 404, Owner.USER),
    GENERATION_BLOCKED(2007, 403, Owner.USER),
    CHARACTER_PERMISSION_DENIED(2008, 403, Owner.USER),

    VIDEO_NOT_FOUND(3001, 404, Owner.USER),
    VIDEO_EXPIRED(3002, 404, Owner.USER),
    JOB_ALREADY_ENDED(3003, 400, Owner.USER),
    CANCELLED(3004, 400, Owner.USER),
    TIMED_OUT(3005, 500, Owner.OPERATOR),
    QUEUE_FULL(3006, 429, Owner.OPERATOR),
    RATE_LIMIT_EXCEEDED(3007, 429, Owner.USER),
    NO_BACKEND(3008, 503, Owner.OPERATOR),
    BACKEND_FAILED(3009, 500, Owner.PARTNER),
    MODERATION_BLOCKED(3010, 400, Owner.USER),
    LICENCE_DENIED(3011, 403, Owner.USER),
    LICENCE_REQUIRED(3012, 403, Owner.USER),
    APPROVAL_REQUIRED(3013, 403, Owner.USER),
    ENCODING_FAILED(3014, 500, Owner.OPERATOR),
    NO_FRAMES(3015, 500, Owner.PARTNER),
    WRONG_FRAME_SIZE(3016, 500, Owner.PARTNER),
    DECODING_FAILED(3017, 500, Owner.OPERATOR),
    PROVENANCE_FAILED(3018, 500, Owner.PARTNER),
    STORING_FAILED(3019, 500, Owner.OPERATOR),
    SCRATCH_FAILED(3020, 500, Owner.OPERATOR),
    INTERRUPTED(3021, 500, Owner.PARTNER),
    SOURCE_GONE(3022, 400, Owner.USER),
    FILE_NOT_FOUND(3023, 404, Owner.USER),
    CHARACTER_NOT_FOUND(3024, 404, Owner.USER),
    NO_CANDIDATE(3030, 400, Owner.USER),
    INVALID_SHOTS(3040, 400, Owner.USER),
    SHOT_LOST(3041, 500, Owner.OPERATOR),
    SOUND_FAILED(3045, 500, Owner.OPERATOR),
    NARRATION_FAILED(3046, 500, Owner.PARTNER),
    VOICE_NOT_FOUND(3047, 400, Owner.USER),
    LANGUAGE_NOT_SPOKEN(3048, 400, Owner.USER),
    NARRATION_TOO_LONG(3049, 400, Owner.USER),

    INSUFFICIENT_QUOTA(4001, 429, Owner.USER),
    QUOTE_EXPIRED(4002, 409, Owner.USER),
    QUOTE_MISMATCH(4003, 400, Owner.USER),
    LEDGER_CONFLICT(4004, 400, Owner.PLATFORM),
    PROVIDER_NOT_FOUND(4005, 404, Owner.USER),
    PURCHASE_REJECTED(4006, 400, Owner.USER),
    PURCHASE_PENDING(4007, 400, Owner.USER),
    PURCHASE_UNKNOWN(4008, 503, Owner.PARTNER),
    PRODUCT_UNKNOWN(4009, 400, Owner.OPERATOR),
    PLAN_NOT_FOUND(4020, 404, Owner.USER),
    NOT_ELIGIBLE(4021, 403, Owner.USER),
    PLAN_LIMIT(4022, 403, Owner.USER),
    TOO_MANY_UNFINISHED(4023, 429, Owner.USER),
    BUDGET_SPENT(4030, 503, Owner.OPERATOR),
    TOO_DEAR_UPSTREAM(4031, 503, Owner.OPERATOR),

    STORAGE_UNAVAILABLE(5001, 503, Owner.OPERATOR),
    DISK_FULL(5002, 503, Owner.OPERATOR),
    PLUGIN_REFUSED(5004, 400, Owner.OPERATOR),
    PLUGIN_NOT_FOUND(5005, 404, Owner.OPERATOR),
    BACKUP_FAILED(5006, 503, Owner.OPERATOR),
    STARTING(5007, 503, Owner.OPERATOR),
    PLUGIN_NEEDS_FORCE(5008, 409, Owner.OPERATOR),
    OPERATION_NOT_FOUND(5009, 404, Owner.OPERATOR),
    PLUGINS_LOCK_UNREADABLE(5010, 400, Owner.OPERATOR),
    NOTHING_TO_GO_BACK_TO(5011, 409, Owner.OPERATOR),
    PLUGIN_BUSY(5012, 409, Owner.OPERATOR),
    PLUGIN_UNTRUSTED(5015, 400, Owner.OPERATOR),
    CATALOGUE_UNREADABLE(5016, 503, Owner.OPERATOR),
    NOT_IN_CATALOGUE(5017, 404, Owner.OPERATOR),
    CATALOGUE_JAR_WRONG(5018, 503, Owner.OPERATOR),
    INTERNAL_ERROR(5999, 500, Owner.PLATFORM),

    SUBJECT_NOT_FOUND(7001, 404, Owner.USER),
    INVALID_SUBJECT(7002, 400, Owner.USER),
    INVALID_ALIAS(7003, 400, Owner.USER),
    CLAIM_NOT_FOUND(7004, 404, Owner.USER),
    INVALID_CLAIM(7005, 400, Owner.USER),
    SUBJECT_HELD(7006, 409, Owner.USER),
    OFFER_NOT_FOUND(7007, 404, Owner.USER),
    INVALID_TERMS(7008, 400, Owner.USER),
    GRANT_NOT_FOUND(7009, 404, Owner.USER),
    LICENCE_USED_UP(7010, 403, Owner.USER),
    LICENCE_REVOKED(7011, 403, Owner.USER),
    SUBJECT_OFF(7012, 403, Owner.USER),
    SUBJECT_IN_DISPUTE(7013, 403, Owner.USER),
    APPROVAL_NOT_FOUND(7014, 404, Owner.USER),
    APPROVAL_REFUSED(7015, 403, Owner.USER),
    TOO_MANY_SUBJECTS(7016, 400, Owner.USER),
    CLAIM_DECIDED(7017, 409, Owner.USER);

    private final int number;
    private final int status;
    private final Owner owner;

    Code(int number, int status, Owner owner) {
        this.number = number;
        this.status = status;
        this.owner = owner;
    }

    /** The one with this name on the wire; empty for a name that a partner's bundle chose. */
    public static Optional<Code> named(String wire) {
        return Arrays.stream(values()).filter(code -> code.wire().equals(wire)).findFirst();
    }

    /** Number, stable for ever. */
    public int number() {
        return number;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Whose matter it is. */
    public Owner owner() {
        return owner;
    }

    /** Name on the wire, in snake_case. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
