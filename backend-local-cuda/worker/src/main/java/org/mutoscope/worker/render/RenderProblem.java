package org.mutoscope.worker.render;

/** A render ends without its clip. */
public final class RenderProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is and whether it may pass. */
    public enum Kind {
        /** The request is at fault. */
        REFUSED,
        /** The same would happen again. */
        FINAL,
        /** Another attempt may succeed. */
        PASSING
    }

    private final Kind kind;
    private final String code;

    /** @param code short name in snake_case @param message what happened and what to do */
    public RenderProblem(Kind kind, String code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    /** The render was given up on request. */
    public static RenderProblem cancelled() {
        return new RenderProblem(Kind.PASSING, "cancelled", "cancelled on request");
    }

    /** Whose fault it is. */
    public Kind kind() {
        return kind;
    }

    /** Short name in snake_case. */
    public String code() {
        return code;
    }
}
