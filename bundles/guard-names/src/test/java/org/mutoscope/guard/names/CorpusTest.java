package org.mutoscope.guard.names;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How many of the names in a frozen corpus are found, and how many of those found are there. */
class CorpusTest {
    private static final double RECALL = 0.98;
    private static final double PRECISION = 0.99;

    @Test
    void findsNearlyAllAndNearlyNothingElse() throws IOException {
        Names names = Names.NONE.with(Corpus.names());
        int right = 0;
        int missed = 0;
        int wrong = 0;
        StringBuilder faults = new StringBuilder();
        List<Corpus.Line> lines = Corpus.lines();
        for (Corpus.Line line : lines) {
            Set<String> found = Corpus.subjects(names.find(line.text(), Lookings.all()));
            Set<String> lacking = new TreeSet<>(line.subjects());
            lacking.removeAll(found);
            missed += lacking.size();
            right += line.subjects().size() - lacking.size();
            Set<String> more = new TreeSet<>(found);
            more.removeAll(line.subjects());
            wrong += more.size();
            if (!lacking.isEmpty() || !more.isEmpty()) {
                faults.append("missed ").append(lacking).append(" wrong ").append(more);
                faults.append(" in: ").append(line.text()).append('\n');
            }
        }
        double recall = (double) right / (right + missed);
        double precision = (double) right / (right + wrong);
        String told = "%d texts, %d named: recall %.4f, precision %.4f%n%s"
                .formatted(lines.size(), right + missed, recall, precision, faults);
        System.out.print(told);
        assertTrue(lines.size() >= 400 && recall >= RECALL && precision >= PRECISION, told);
    }
}
