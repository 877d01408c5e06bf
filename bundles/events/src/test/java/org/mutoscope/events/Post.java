package org.mutoscope.events;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.mutoscope.core.events.Webhooks;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;

/** The whole bundle on a database, with a server that receives. */
final class Post implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    final SetConfig config = new SetConfig();
    final SetClock clock;
    final Receiver receiver = new Receiver();
    private final UnitOfWork storage;
    private final GuardedClient client;
    private final Set<String> accounts = new HashSet<>();
    Webhooks desk;
    private Rounds rounds;

    Post(UnitOfWork storage, SetClock clock) throws IOException {
        this.storage = storage;
        this.clock = clock;
        config.set("poll_milliseconds", 50);
        client =
                new GuardedClient(new AddressGuard(InetAddress::getAllByName, () -> List.of("127.0.0.1")), config::get);
        start();
    }

    void start() {
        rounds = new Rounds(storage, client, config::get).start();
        desk = new WebhookDesk(new WebhookDesk.Outside(storage, identity(), client), rounds.courier(), config::get);
    }

    void stop() {
        rounds.close();
    }

    void restart() {
        stop();
        start();
    }

    /** Audits go nowhere here; nothing else is asked of it. */
    private static Identity identity() {
        return (Identity) Proxy.newProxyInstance(
                Identity.class.getClassLoader(), new Class<?>[] {Identity.class}, (proxy, method, arguments) -> {
                    assertTrue(method.getName().equals("audit"), method.getName());
                    return null;
                });
    }

    Caller caller(String account, Role... more) {
        if (accounts.add(account)) {
            storage.write(tx -> tx.update(
                    "insert into account (id, name, created_at) values (?, ?, ?)", account, account, tx.now()));
        }
        Set<Role> roles = EnumSet.of(Role.CREATOR);
        roles.addAll(List.of(more));
        return new Caller("principal", account, account, roles);
    }

    Webhooks.Secret endpoint(String account, List<String> types) {
        return desk.create(caller(account), new Webhooks.Wanted("n", receiver.url("/" + account), types));
    }

    Code refused(Webhooks.Wanted wanted) {
        return assertThrows(Problem.class, () -> desk.create(caller("ann"), wanted))
                .code();
    }

    void told(String account, String subject, String topic) {
        if (account != null) {
            caller(account);
        }
        storage.write(tx -> tx.update(
                "insert into outbox (at, topic, subject, account_id, body) values (?, ?, ?, ?, ?)",
                tx.now(),
                topic,
                subject,
                account,
                "{\"id\":\"" + subject + "\"}"));
    }

    List<Webhooks.Delivery> deliveries(String account, Webhooks.Secret made) {
        return desk.deliveries(account, made.endpoint().id(), 100);
    }

    long delivered(String account, Webhooks.Secret made) {
        return deliveries(account, made).stream()
                .filter(delivery -> delivery.state().equals("delivered"))
                .count();
    }

    /** Waits until nothing is due: neither in the outbox nor to an endpoint that may be sent to. */
    void settled() {
        until(() -> storage.read(tx -> DeliveryTable.dueEndpoints(tx, 1).isEmpty()
                && tx.query(
                                "select seq from outbox where done_at is null and topic <> 'job.queued'",
                                row -> row.number("seq"))
                        .isEmpty()));
    }

    void until(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen");
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        rounds.close();
        client.close();
        receiver.close();
    }
}
