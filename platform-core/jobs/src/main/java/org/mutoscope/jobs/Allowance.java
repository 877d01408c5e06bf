package org.mutoscope.jobs;

import org.mutoscope.api.backend.BackendCapabilities;

/**
 * What a backend may spend.
 *
 * @param day micros of US dollars in a day; negative for no limit
 * @param month the same for a month
 */
record Allowance(long day, long month) {
    static final Allowance NONE = new Allowance(-1, -1);

    /** As the backend says it. What cannot be read is an empty budget: money is not guessed. */
    static Allowance of(BackendCapabilities capabilities) {
        return new Allowance(
                limit(capabilities, BackendCapabilities.BUDGET_DAY),
                limit(capabilities, BackendCapabilities.BUDGET_MONTH));
    }

    private static long limit(BackendCapabilities capabilities, String name) {
        String text = capabilities.attributes().get(name);
        if (text == null) {
            return -1;
        }
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }

    boolean limited() {
        return day >= 0 || month >= 0;
    }

    /** Limit of a period, which is a day or a month by its length. */
    long of(String period) {
        return period.length() > 7 ? day : month;
    }
}
