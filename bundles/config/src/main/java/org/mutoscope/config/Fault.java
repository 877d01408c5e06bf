package org.mutoscope.config;

/** What can be wrong with a configuration. The numbers are documented and never reused; all are the operator's to mend. */
enum Fault {
    UNREADABLE(101),
    NOT_UTF8(102),
    SYNTAX(103),
    DUPLICATE_KEY(104),
    FILE_NAME(105),
    UNKNOWN_COMPONENT(201),
    NO_INSTANCES(202),
    NEEDS_INSTANCE(203),
    UNKNOWN_KEY(301),
    WRONG_TYPE(302),
    OUT_OF_RANGE(303),
    NOT_AN_OPTION(304),
    MISSING_KEY(305),
    TOO_MANY_VALUES(306),
    RENAMED_TWICE(307),
    REMOVED_KEY(308),
    RENAMED_KEY(309),
    REFERENCE(401);

    private final int number;

    Fault(int number) {
        this.number = number;
    }

    /** As printed and documented, for example {@code C301}. */
    String id() {
        return "C" + number;
    }
}
