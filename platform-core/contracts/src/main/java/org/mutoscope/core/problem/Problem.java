package org.mutoscope.core.problem;

import java.util.Map;
import java.util.Objects;

/** An error with a number. The message is shown to whoever asked: what happened, why, what to do; no secrets, no prompts, no host paths. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String wire;
    private final String param;
    /** Beside the message, for programs; maps, texts, whole numbers. */
    private final transient Map<String, Object> details;

    /** An error of the platform's own list. */
    public Problem(Code code, String message) {
        this(code, message, null, null);
    }

    /**
     * An error about one parameter.
     *
     * @param param name of the parameter at fault, or null
     * @param cause or null
     */
    public Problem(Code code, String message, String param, Throwable cause) {
        this(code, code.wire(), message, param, cause, Map.of());
    }

    private Problem(
            Code code, String wire, String message, String param, Throwable cause, Map<String, Object> details) {
        super(message, cause);
        this.details = Map.copyOf(details);
        this.code = Objects.requireNonNull(code);
        this.wire = Objects.requireNonNull(wire);
        this.param = param;
    }

    /** An error whose name a partner's bundle chose, with the status and owner of one of ours. */
    public static Problem named(Code like, String wire, String message) {
        return new Problem(like, wire, message, null, null, Map.of());
    }

    /** The same error with something that helps to go on from it, such as a new quote. */
    public Problem with(String name, Map<String, Object> detail) {
        return new Problem(code, wire, getMessage(), param, this, Map.of(name, detail));
    }

    /** What helps to go on; texts and whole numbers in maps by name, usually empty. */
    public Map<String, Object> details() {
        return details;
    }

    /** Number, status and owner. */
    public Code code() {
        return code;
    }

    /** Name on the wire. */
    public String wire() {
        return wire;
    }

    /** Name of the parameter at fault, or null. */
    public String param() {
        return param;
    }
}
