package org.mutoscope.credits;

/** An exact factor. @param top 1 to 1,000 @param bottom the same */
record Ratio(long top, long bottom) {
    static final Ratio ONE = new Ratio(1, 1);

    Ratio {
        if (top < 1 || bottom < 1 || top > 1000 || bottom > 1000) {
            throw new IllegalArgumentException("both parts of a factor are 1 to 1000: " + top + "/" + bottom);
        }
    }

    /** @param name of the key, for the message */
    static Ratio parse(String text, String name) {
        if (!text.strip().matches("[0-9]{1,7}/[0-9]{1,7}")) {
            throw new IllegalArgumentException(name + " is a fraction such as 5/4, not '" + text + "'");
        }
        String[] parts = text.strip().split("/");
        return new Ratio(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
}
