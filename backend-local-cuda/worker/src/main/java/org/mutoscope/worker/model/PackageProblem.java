package org.mutoscope.worker.model;

/** A model package cannot be offered. The message is for the operator and says what to do. */
public final class PackageProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code short name in snake_case, beginning with {@code model_} @param message what is wrong and what to do */
    public PackageProblem(String code, String message) {
        super(message);
        this.code = code;
    }

    /** A value of model.json that makes no sense. */
    public static PackageProblem field(String name, String wanted) {
        return new PackageProblem(
                "model_field_invalid",
                "model.json: " + name + " must be " + wanted + "; correct it or ask the publisher");
    }

    /** Short name in snake_case. */
    public String code() {
        return code;
    }
}
