package org.mutoscope.worker.schedule;

import org.mutoscope.worker.model.PackageProblem;

/**
 * Which training times are visited, largest first (Lin et al., arXiv 2305.08891, table 2). As NumPy computes it, where halves round to even.
 *
 * @param kind linspace, leading or trailing
 * @param offset added to each time of the leading kind
 */
record Spacing(String kind, int offset) {
    static Spacing read(SchedulerConfig config, String otherwise) throws PackageProblem {
        return new Spacing(
                config.text("timestep_spacing", otherwise, "linspace", "leading", "trailing"),
                config.whole("steps_offset", 0, 0, 100_000));
    }

    /**
     * The times, one a step, not yet rounded.
     *
     * @param points how many points linspace and leading lay, from 0 on: the steps, or one more if 0 itself is not visited
     * @param times number of training times
     * @param open the times from here on are not visited, as a rule all are
     */
    double[] times(int steps, int points, int times, int open) {
        if (kind.equals("trailing")) {
            return trailing(times / (double) steps, open);
        }
        double[] visited = new double[steps];
        double[] rising = line(0, open - 1, points);
        int distance = open / points; // whole times, as diffusers counts them
        for (int i = 0; i < steps; i++) {
            int point = points - 1 - i;
            visited[i] = kind.equals("linspace") ? rising[point] : (double) point * distance + offset;
        }
        return visited;
    }

    /** Points at equal distances, as numpy.linspace lays them. */
    static double[] line(double first, double last, int count) {
        double[] line = new double[count];
        double step = (last - first) / (count - 1);
        for (int i = 0; i < count; i++) {
            line[i] = i == 0 ? first : i == count - 1 ? last : i * step + first;
        }
        return line;
    }

    private static double[] trailing(double ratio, int largest) {
        double[] visited = new double[(int) Math.ceil(largest / ratio)];
        double step = largest - ratio - largest;
        for (int i = 0; i < visited.length; i++) {
            visited[i] = Math.rint(largest + i * step) - 1;
        }
        return visited;
    }
}
