package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.NotificationHistoryRequest;
import com.apple.itunes.storekit.model.NotificationHistoryResponse;
import com.apple.itunes.storekit.model.NotificationHistoryResponseItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PurchaseHistory.Page;

/** The notices Apple sent or tried to send, one environment after the other. A page is named {@code ENVIRONMENT:END:TOKEN}. */
final class History {
    /** Apple refuses a window that begins a moment too early. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final Settings settings;
    private final Interpreter interpreter;
    private final Store store;

    History(Settings settings, Interpreter interpreter, Store store) {
        this.settings = settings;
        this.interpreter = interpreter;
        this.store = store;
    }

    private record Place(StoreEnvironment environment, long end, String token) {
        String text() {
            return environment.word() + ":" + end + ":" + token;
        }
    }

    /** @throws StoreSilent if Apple did not answer @throws IllegalArgumentException if the page is none of ours */
    Page changes(Instant since, Optional<String> page) throws InterruptedException {
        Place place = place(page);
        Instant end = Instant.ofEpochMilli(place.end());
        Instant earliest = end.minus(place.environment().kept()).plus(MARGIN);
        Instant start = since.isBefore(earliest) ? earliest : since;
        if (!start.isBefore(end)) {
            return new Page(List.of(), following(place));
        }
        NotificationHistoryRequest wish =
                new NotificationHistoryRequest().startDate(start.toEpochMilli()).endDate(place.end());
        String token = place.token().isEmpty() ? null : place.token();
        Optional<NotificationHistoryResponse> answer =
                store.ask(place.environment(), api -> api.getNotificationHistory(token, wish));
        if (answer.isEmpty()) {
            return new Page(List.of(), following(place));
        }
        String next = answer.get().getPaginationToken();
        boolean more = Boolean.TRUE.equals(answer.get().getHasMore()) && next != null && !next.isEmpty();
        return new Page(
                readings(answer.get()),
                more ? Optional.of(new Place(place.environment(), place.end(), next).text()) : following(place));
    }

    private Place place(Optional<String> page) {
        if (page.isEmpty()) {
            long end = store.context().clock().millis();
            return new Place(settings.environments().get(0), end, "");
        }
        String[] parts = page.get().split(":", 3);
        return settings.environments().stream()
                .filter(e -> parts.length == 3 && e.word().equals(parts[0]) && parts[1].matches("[0-9]{1,15}"))
                .findFirst()
                .map(e -> new Place(e, Long.parseLong(parts[1]), parts[2]))
                .orElseThrow(() -> new IllegalArgumentException("that is no page of this history"));
    }

    private Optional<String> following(Place place) {
        int at = settings.environments().indexOf(place.environment()) + 1;
        return at < settings.environments().size()
                ? Optional.of(new Place(settings.environments().get(at), place.end(), "").text())
                : Optional.empty();
    }

    private List<NoticeReading> readings(NotificationHistoryResponse answer) throws InterruptedException {
        if (answer.getNotificationHistory() == null) {
            throw new StoreSilent("Apple's server answered with a history without notices", null);
        }
        List<Interpreter.Read> all = new ArrayList<>();
        for (NotificationHistoryResponseItem item : answer.getNotificationHistory()) {
            String payload = item == null ? null : item.getSignedPayload();
            if (payload != null) {
                all.add(read(payload));
            }
        }
        all.sort(Comparator.comparing(Interpreter.Read::signedAt));
        return all.stream().map(Interpreter.Read::reading).toList();
    }

    /** One rotten notice does not hide the others: it is listed as unrecognised, which alarms the operator. */
    private Interpreter.Read read(String payload) throws InterruptedException {
        try {
            return interpreter.dated(payload);
        } catch (Untrusted e) {
            NoticeReading rotten = new NoticeReading(
                    "unread-" + digest(payload), "UNREAD." + e.code(), false, List.of(), List.of(), List.of());
            return new Interpreter.Read(rotten, Instant.EPOCH);
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
