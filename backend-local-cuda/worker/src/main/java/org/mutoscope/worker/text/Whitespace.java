package org.mutoscope.worker.text;

/** White space as Unicode defines it, which is neither of the JDK's two definitions. */
final class Whitespace {
    private Whitespace() {}

    static boolean is(int codePoint) {
        return (codePoint >= 0x09 && codePoint <= 0x0d)
                || codePoint == 0x20
                || codePoint == 0x85
                || codePoint == 0xa0
                || codePoint == 0x1680
                || (codePoint >= 0x2000 && codePoint <= 0x200a)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202f
                || codePoint == 0x205f
                || codePoint == 0x3000;
    }

    /** Cuts it off at the ends. All of it lies in the basic plane, so chars do. */
    static String strip(String text, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && is(text.charAt(from))) {
            from++;
        }
        while (right && to > from && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
