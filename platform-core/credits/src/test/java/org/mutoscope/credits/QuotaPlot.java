package org.mutoscope.credits;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** Draws the course of a {@link QuotaSim} as a picture of three strips. */
final class QuotaPlot {
    private static final int WIDTH = 900;
    private static final int STRIP = 150;
    private static final int LEFT = 60;
    private static final int STEP = 10;

    private final StringBuilder svg = new StringBuilder();
    private final int minutes;

    private QuotaPlot(int minutes) {
        this.minutes = minutes;
    }

    static String svg(QuotaTown.Course with, QuotaTown.Course without, String said) {
        QuotaPlot plot = new QuotaPlot(with.quota.length);
        long most = Arrays.stream(without.queued).max().orElse(1);
        long mostWith = Math.max(1, Arrays.stream(with.queued).max().orElse(1));
        plot.open(said);
        plot.text(LEFT, 12, said);
        plot.strip(0, "clips a day", 30);
        plot.line(0, "#0b6", 30, m -> with.quota[m]);
        plot.line(0, "#999", 90, m -> with.slots[m]);
        plot.text(LEFT + 5, 50, "green: quota (0 to 30); grey: slots (0 to 90)");
        plot.strip(1, "queued", mostWith);
        plot.line(1, "#06c", mostWith, m -> with.queued[m]);
        plot.text(LEFT + 5, 50 + STRIP + 30, "blue: free clips that wait, with the controller");
        plot.strip(2, "queued", most);
        plot.line(2, "#c30", most, m -> without.queued[m]);
        plot.text(LEFT + 5, 50 + 2 * (STRIP + 30), "red: the same people with 30 clips a day, always");
        return plot.svg.append("</svg>\n").toString();
    }

    private void open(String said) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH + LEFT + 20)
                .append(' ')
                .append(3 * (STRIP + 30) + 50)
                .append("\" font-family=\"sans-serif\" font-size=\"11\">\n<title>")
                .append(said)
                .append("</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    }

    private void strip(int n, String name, long most) {
        int top = top(n);
        svg.append("<rect x=\"")
                .append(LEFT)
                .append("\" y=\"")
                .append(top)
                .append("\" width=\"")
                .append(WIDTH);
        svg.append("\" height=\"").append(STRIP).append("\" fill=\"none\" stroke=\"#ccc\"/>\n");
        text(4, top + 10, String.valueOf(most));
        text(4, top + STRIP, "0 " + name);
        for (int day = 0; day * 1440 < minutes; day++) {
            text(x(day * 1440) + 2, top + STRIP + 12, "day " + day);
        }
    }

    private void line(int n, String colour, long most, IntToLongFunction value) {
        svg.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" points=\"");
        for (int m = 0; m < minutes; m += STEP) {
            long y = top(n) + STRIP - value.applyAsLong(m) * STRIP / most;
            svg.append(x(m)).append(',').append(y).append(' ');
        }
        svg.append("\"/>\n");
    }

    private void text(int x, int y, String words) {
        svg.append("<text x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\">")
                .append(words)
                .append("</text>\n");
    }

    private int x(int minute) {
        return (int) (LEFT + (long) minute * WIDTH / minutes);
    }

    private static int top(int n) {
        return 30 + n * (STRIP + 30);
    }
}
