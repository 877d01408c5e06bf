package org.mutoscope.rest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Notices;

/** An inbox of one provider, {@code voucher}. */
final class StubNotices implements Notices {
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<Long> replayed = new CopyOnWriteArrayList<>();

    @Override
    public long receive(String provider, Map<String, String> headers, byte[] body) {
        if (!provider.equals("voucher")) {
            throw new Problem(Code.PROVIDER_NOT_FOUND, "No such provider.");
        }
        if (body.length > 1_048_576) {
            throw new Problem(Code.REQUEST_TOO_LARGE, "Too large.");
        }
        received.add(headers.get("x-signature") + " " + new String(body, StandardCharsets.UTF_8));
        return received.size();
    }

    @Override
    public List<Notice> list(Optional<State> state, long before, int limit) {
        return List.of(new Notice(
                7,
                "voucher",
                Instant.EPOCH,
                state.orElse(State.WAITING),
                2,
                Instant.EPOCH,
                "production",
                "event-1",
                "REFUND",
                "why"));
    }

    @Override
    public boolean replay(long id) {
        replayed.add(id);
        return id == 7;
    }

    @Override
    public Books books() {
        return new Books(
                List.of(new Reading("voucher", true, Instant.EPOCH, Instant.EPOCH, 3, null)),
                List.of(new Open("voucher", "production", "p1", "pack", null, "UNASSIGNED", "nobody", Instant.EPOCH)),
                List.of());
    }

    @Override
    public List<String> reconcile(String accountId) {
        return List.of(accountId + " differs");
    }
}
