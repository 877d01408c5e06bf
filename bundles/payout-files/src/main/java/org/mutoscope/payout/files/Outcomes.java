package org.mutoscope.payout.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mutoscope.api.revenue.PayoutProvider.PayoutOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bank said, as the operator laid it into {@code outcomes/}: files {@code *.csv} of lines {@code END-TO-END-ID,paid} or
 * {@code END-TO-END-ID,returned,reason}. The last line about a payment counts, in the order of the files' names.
 */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final String LINE = "[A-Za-z0-9-]{1,35},(paid|returned)(,[^\\p{Cntrl}]{0,200})?";

    private final Path folder;

    Outcomes(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<PayoutOutcome> of(String end) {
        Optional<PayoutOutcome> last = Optional.empty();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
                Optional<PayoutOutcome> said = in(file, end);
                last = said.isPresent() ? said : last;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return last;
    }

    private static Optional<PayoutOutcome> in(Path file, String end) throws IOException {
        Optional<PayoutOutcome> last = Optional.empty();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!line.matches(LINE)) {
                LOG.warn(
                        "line {} of {} is not END-TO-END-ID,paid or END-TO-END-ID,returned,reason and says nothing",
                        i + 1,
                        file.getFileName());
            } else if (line.startsWith(end + ",")) {
                last = Optional.of(said(line.split(",", 3), file));
            }
        }
        return last;
    }

    private static PayoutOutcome said(String[] fields, Path file) {
        return fields[1].equals("paid")
                ? new PayoutOutcome.Sent(file.getFileName().toString(), true)
                : new PayoutOutcome.Returned(
                        "returned_by_bank",
                        fields.length == 3 && !fields[2].isBlank() ? fields[2] : "The bank returned it.");
    }
}
