package org.mutoscope.revenue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mutoscope.api.revenue.PayoutProvider;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.revenue.Payouts.Payout;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.credits.MoneyBookService;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.DirectCalls;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ListedSwappable;
import org.mutoscope.storage.jdbc.JdbcStorage;

/** Payouts on a real database and book, with a bank of paper and holders of its own. */
final class PayoutTown {
    final PayoutBase base;
    final JdbcStorage storage;
    final Map<String, Object> settings = new HashMap<>(Map.of("call_seconds", 60));
    final PaperBank bank = new PaperBank();
    /** A name of its own: other tests' holders are not this bank's. */
    final String bankId = "b" + UUID.randomUUID().toString().substring(0, 8);

    final MoneyBook book = new MoneyBookService();
    final Lines lines = new Lines(book, () -> 60);
    final List<String> audited = new ArrayList<>();
    final ListedServices<PayoutProvider>.Entry entry;
    final Caller operator = new Caller("p", "acct_operator", "operator", Set.of(Role.OPERATOR));
    PayoutDesk desk;
    private final Payers payers;

    PayoutTown(PayoutBase base) {
        this.base = base;
        this.storage = base.storage();
        ListedSwappable services = new ListedSwappable();
        entry = services.of(PayoutProvider.class).add(bankId, bank);
        payers = new Payers(services.of(PayoutProvider.class), new DirectCalls(), () -> rules().call());
        restart();
    }

    PayoutRules rules() {
        return PayoutRules.of(Configs.of(PayoutsConfig.class, settings));
    }

    /** As after a stop of the platform. */
    void restart() {
        storage.write(PayoutTable::doubt);
        desk = new PayoutDesk(storage, identity(), payers, new PayoutMaker(book, lines), this::rules);
    }

    private Identity identity() {
        return (Identity) Proxy.newProxyInstance(
                Identity.class.getClassLoader(), new Class<?>[] {Identity.class}, (proxy, method, values) -> {
                    if (!method.getName().equals("audit")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    audited.add(values[2] + " " + (values.length > 3 ? values[3] : ""));
                    return null;
                });
    }

    /** A holder who is paid at the bank. */
    Caller holder() {
        Caller holder = stranger();
        settings.put("destination_hours", 0);
        desk.payTo(holder, bankId, "IBAN 1234;" + holder.accountId());
        return holder;
    }

    /** A holder who said nothing yet. */
    Caller stranger() {
        String id = "acct_" + UUID.randomUUID().toString().substring(0, 12);
        storage.write(
                tx -> tx.update("insert into account (id, name, created_at) values (?, 'someone', ?)", id, tx.now()));
        return new Caller("p_" + id, id, "someone", Set.of(Role.HOLDER));
    }

    /** Something earned. @param micros may be negative */
    String earn(Caller holder, String currency, long micros) {
        return earn(holder, currency, micros, Revenue.State.PAYABLE, null);
    }

    String earn(Caller holder, String currency, long micros, Revenue.State state, String subject) {
        NewLine line = NewLine.of(
                        UUID.randomUUID().toString(),
                        micros < 0 ? Revenue.Stream.ADJUSTMENT : Revenue.Stream.FEE,
                        holder.accountId(),
                        new NewLine.Money(currency, micros))
                .about(null, subject, "grant_1")
                .units(3, "1/3")
                .by("test@1")
                .stands(state, null);
        return storage.write(tx -> lines.add(tx, line));
    }

    /** Runs, and gives what became of one holder. */
    Payout paid(Caller holder) {
        desk.run(operator);
        return last(holder);
    }

    Payout last(Caller holder) {
        return desk.list(holder, Long.MAX_VALUE, 1).get(0);
    }

    /** Why nothing is paid now; "paid" if it is, "nothing" if there is nothing. */
    String obstacle(Caller holder) {
        return desk.plan(operator).stream()
                .filter(due -> due.holder().equals(holder.accountId()))
                .findFirst()
                .map(due -> due.obstacle() == null ? "paid" : due.obstacle())
                .orElse("nothing");
    }

    long payable(Caller holder, String currency) {
        return storage.read(tx -> book.balance(tx, Place.holder(holder.accountId(), MoneyBook.PAYABLE, currency)));
    }

    /** What the holder's lines say is payable. */
    long lines(Caller holder, String currency) {
        return storage.read(tx -> lines.sum(tx, holder.accountId(), currency, Revenue.State.PAYABLE));
    }

    long keysOf(Caller holder) {
        return bank.paid.values().stream()
                .filter(request -> request.holder().equals(holder.accountId()))
                .count();
    }

    /** What {@code ledger verify} finds. */
    List<String> wrong() {
        try {
            Class<?> config = Class.forName("org.mutoscope.credits.CreditsConfig");
            Object ledger = Class.forName("org.mutoscope.credits.LedgerService")
                    .getConstructor(config)
                    .newInstance(Configs.of(config, Map.of()));
            return storage.read(((Ledger) ledger)::verify);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    void later(Duration by) {
        base.watch.now = base.watch.now.plus(by);
    }
}
