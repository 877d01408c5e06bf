package org.mutoscope.payout.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.revenue.PayoutProvider;

/**
 * Payouts as files in {@code out/}, for a bank. A key that is in the book is never written into a second file. The bank's word is read from
 * {@code outcomes/}, or given by the operator's command.
 */
final class FilesProvider implements PayoutProvider {
    private final Settings settings;
    private final Clock clock;
    private final Book book;
    private final Outcomes outcomes;
    private final Path out;

    FilesProvider(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.book = new Book(settings.folder().resolve("book"));
        this.outcomes = new Outcomes(settings.folder().resolve("outcomes"));
        this.out = settings.folder().resolve("out");
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        layOut();
    }

    @Override
    public Optional<String> refused(String destination) {
        return Payee.problem(destination);
    }

    @Override
    public Optional<Limits> capabilities(String currency) {
        // The most that one credit transfer may move (EPC132-08, AT-T002): 999,999,999.99 euros.
        return settings.currencies().contains(currency)
                ? Optional.of(new Limits(1, 99_999_999_999L))
                : Optional.empty();
    }

    @Override
    public PayoutOutcome send(PayoutRequest request) {
        return sendAll("one-" + end(request.idempotencyKey()).substring(0, 24), List.of(request))
                .get(request.idempotencyKey());
    }

    @Override
    public synchronized Map<String, PayoutOutcome> sendAll(String batch, List<PayoutRequest> requests) {
        Map<String, PayoutOutcome> said = new LinkedHashMap<>();
        Map<String, Batch.Line> fresh = new LinkedHashMap<>();
        for (PayoutRequest request : requests) {
            decide(request, said, fresh);
        }
        if (!fresh.isEmpty()) {
            book.add(new Batch(free(batch), clock.instant(), new ArrayList<>(fresh.values())));
            layOut();
            fresh.keySet().forEach(key -> said.put(key, new PayoutOutcome.Sent(book.file(key), false)));
        }
        return said;
    }

    private void decide(PayoutRequest request, Map<String, PayoutOutcome> said, Map<String, Batch.Line> fresh) {
        String key = request.idempotencyKey();
        Optional<Limits> limits = capabilities(request.currency());
        Optional<String> wrong = Payee.problem(request.destination());
        Batch.Line line = new Batch.Line(end(key), key, request.destination(), request.minor(), request.currency());
        Batch.Line before = Optional.ofNullable(book.line(key)).orElse(fresh.get(key));
        if (before != null && !before.same(line)) {
            said.put(key, new PayoutOutcome.Unknown("this key paid something else before"));
        } else if (book.line(key) != null) {
            said.put(key, known(before));
        } else if (wrong.isPresent()) {
            said.put(key, new PayoutOutcome.Returned("invalid_destination", wrong.get()));
        } else if (limits.isEmpty()) {
            said.put(
                    key,
                    new PayoutOutcome.Returned(
                            "currency_not_paid", "The operator's account pays no " + request.currency() + "."));
        } else if (request.minor() < 1 || request.minor() > limits.get().most()) {
            said.put(key, new PayoutOutcome.Returned("amount_not_paid", "No bank takes this amount in one payment."));
        } else {
            fresh.put(key, line);
        }
    }

    private PayoutOutcome known(Batch.Line line) {
        return outcomes.of(line.end()).orElseGet(() -> new PayoutOutcome.Sent(book.file(line.key()), false));
    }

    @Override
    public synchronized PayoutOutcome lookup(String idempotencyKey) {
        Batch.Line line = book.line(idempotencyKey);
        return line == null ? new PayoutOutcome.Returned(NOT_FOUND, "No file has this payout.") : known(line);
    }

    /** A name no batch has yet. */
    private String free(String batch) {
        String plain = batch.replaceAll("[^A-Za-z0-9-]", "-");
        String name = plain.substring(0, Math.min(30, plain.length()));
        int number = 1;
        while (book.has(number == 1 ? name : name + "-" + number)) {
            number++;
        }
        return number == 1 ? name : name + "-" + number;
    }

    /** Lays out what is in the book and not yet in the folder: now, or what a crash left. */
    private synchronized void layOut() {
        for (Batch batch : book.due()) {
            String text = settings.csv() ? CsvForm.of(batch, settings) : PainForm.of(batch, settings);
            Book.whole(out.resolve(batch.name() + (settings.csv() ? ".csv" : ".xml")), text);
            book.laidOut(batch);
        }
    }

    /** The bank's end-to-end id: the key itself where it fits, else a part of its hash. */
    static String end(String key) {
        if (key.matches("[A-Za-z0-9-]{24,35}")) {
            return key;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
