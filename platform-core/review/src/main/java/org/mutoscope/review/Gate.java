package org.mutoscope.review;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Reviews.State;
import org.mutoscope.core.review.Said;
import org.mutoscope.core.storage.Transaction;

/** The desk as the road of a job sees it. */
final class Gate implements ReviewGate {
    private final Office office;

    Gate(Office office) {
        this.office = office;
    }

    @Override
    public Optional<Answer> known(Looked looked) {
        ReviewTable.Mark mark = mark(looked);
        return office.storage()
                .read(tx -> ReviewTable.known(tx, looked.accountId(), mark))
                .map(line -> line.state() == State.ALLOWED
                        ? new Answer(true, null)
                        : new Answer(false, Office.sentence(line)));
    }

    @Override
    public void open(Transaction tx, Order order) {
        List<String> kinds = List.of(office.settings().get().urgent_kinds());
        boolean urgent = order.said().stream()
                .flatMap(said -> said.findings().stream())
                .anyMatch(finding -> kinds.contains(finding.kind()));
        ReviewConfig settings = office.settings().get();
        Duration patience =
                Duration.ofHours(urgent ? Math.min(settings.urgent_hours(), settings.hours()) : settings.hours());
        String sealed = office.seal().close(order.jobId(), order.looked().text());
        ReviewTable.insert(
                tx,
                order,
                mark(order.looked()),
                new ReviewTable.Added(
                        sealed, Minutes.of(order.said()), urgent, tx.now().plus(patience)));
    }

    @Override
    public Optional<Standing> standing(String jobId) {
        return office.storage()
                .read(tx -> ReviewTable.find(tx, jobId))
                .map(line -> new Standing(
                        line.state() == State.ALLOWED,
                        line.use(),
                        Minutes.read(line.said()).stream()
                                .map(Said::findings)
                                .flatMap(List::stream)
                                .toList()));
    }

    private ReviewTable.Mark mark(Looked looked) {
        String who = looked.guards().stream().sorted().collect(Collectors.joining("\n")) + "\nnames "
                + office.names().getAsLong();
        return new ReviewTable.Mark(office.seal().known(looked.purpose(), looked.text()), sha256(who));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
