package org.mutoscope.billing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Takes in what stores send, and shows operators what became of it. */
final class NoticeDesk implements Notices {
    private static final String NAME = "[a-z0-9-]{1,16}";
    private static final int MOST_BYTES = 1_048_576;
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_ASKED = 200;
    private static final String OPEN =
            "select provider, env, purchase_id, product_id, account_id, state, note, first_seen"
                    + " from billing_purchase where state in ('UNASSIGNED', 'UNPRICED', 'SANDBOX') order by first_seen, purchase_id limit "
                    + MOST_LISTED;
    /** Packs whose book and ledger differ: only a fault of ours can make one. */
    private static final String DIFFERENT =
            "select b.provider, b.env, b.purchase_id, b.revoked_milli, e.revoked_milli booked from billing_purchase b"
                    + " left join ext_purchase e on e.provider = b.provider and e.env = b.env and e.purchase_id = b.purchase_id"
                    + " where b.state = 'BOOKED' and b.subscription_id is null"
                    + " and (e.revoked_milli is null or e.revoked_milli <> b.revoked_milli)"
                    + " order by b.first_seen, b.purchase_id limit " + MOST_LISTED;

    private final Desk desk;
    private final Inbox inbox;
    private final Checkups checkups;
    private final Renewals renewals;
    private final Runnable wake;
    private final Known known = new Known();
    private final Book book = new Book();

    NoticeDesk(Desk desk, Inbox inbox, Booker booker, Runnable wake) {
        this.desk = desk;
        this.inbox = inbox;
        this.checkups = new Checkups(desk, booker);
        this.renewals = new Renewals(desk, booker);
        this.wake = wake;
    }

    @Override
    public long receive(String provider, Map<String, String> headers, byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new Problem(Code.REQUEST_TOO_LARGE, "A notice has at most " + MOST_BYTES + " bytes.");
        }
        boolean here = provider.matches(NAME)
                && desk.partners().providers().named(provider).isPresent();
        long id = desk.storage().write(tx -> {
            if (here) {
                known.remember(tx, provider);
            } else if (!provider.matches(NAME) || known.find(tx, provider).isEmpty()) {
                throw new Problem(Code.PROVIDER_NOT_FOUND, "No billing provider of this name was ever installed here.");
            }
            return inbox.put(tx, provider, headers, body);
        });
        wake.run();
        return id;
    }

    @Override
    public List<Notice> list(Optional<State> state, long before, int limit) {
        return desk.storage().read(tx -> inbox.list(tx, state, before, limit));
    }

    @Override
    public boolean replay(long id) {
        boolean found = desk.storage().write(tx -> inbox.replay(tx, id));
        wake.run();
        return found;
    }

    @Override
    public Books books() {
        List<String> here = desk.partners().names();
        return desk.storage()
                .read(tx -> new Books(
                        known.all(tx).stream().map(mark -> reading(mark, here)).toList(),
                        tx.query(OPEN, NoticeDesk::open),
                        differences(tx)));
    }

    private static List<String> differences(Transaction tx) {
        return tx.query(
                DIFFERENT,
                row -> "The store of " + row.text("provider") + " says that " + row.number("revoked_milli")
                        + " of 100,000 of purchase " + Texts.shown(row.text("purchase_id")) + " (" + row.text("env")
                        + ") were taken back; the ledger has " + row.numberOrNull("booked") + ".");
    }

    private static Reading reading(Known.Mark mark, List<String> here) {
        return new Reading(
                mark.provider(),
                here.contains(mark.provider()),
                mark.readTo(),
                mark.fullAt(),
                mark.missed(),
                mark.note());
    }

    private static Open open(Row row) {
        return new Open(
                row.text("provider"),
                row.text("env"),
                row.text("purchase_id"),
                row.text("product_id"),
                row.text("account_id"),
                row.text("state"),
                row.text("note"),
                row.moment("first_seen"));
    }

    @Override
    public List<String> reconcile(String accountId) {
        List<String> differences = new ArrayList<>();
        Set<Ledger.PurchaseKey> subscriptions = new LinkedHashSet<>();
        for (Entry entry : desk.storage().read(tx -> book.ofAccount(tx, accountId, MOST_ASKED))) {
            if (entry.isPeriod()) {
                subscriptions.add(Periods.subscription(entry));
            }
            asked(what(entry), () -> compare(entry)).ifPresent(differences::add);
        }
        for (Ledger.PurchaseKey key : subscriptions) {
            String what = "Subscription " + Texts.shown(key.purchaseId()) + " of " + key.provider() + ": ";
            asked(what, () -> follow(what, key)).ifPresent(differences::add);
        }
        return differences;
    }

    private static String what(Entry entry) {
        return "Purchase " + Texts.shown(entry.fact().purchaseId()) + " of " + entry.provider() + ": ";
    }

    private interface Question {
        Optional<String> ask() throws PartnerFault, InterruptedException;
    }

    /** @return what was different, or why it is not known */
    private static Optional<String> asked(String what, Question question) {
        try {
            return question.ask();
        } catch (PartnerFault e) {
            return Optional.of(what + "its provider failed; ask again later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(what + "asking was interrupted.");
        }
    }

    private Optional<String> compare(Entry entry) throws PartnerFault, InterruptedException {
        Checkups.Answer answer = checkups.ask(entry);
        if (answer.outcome().map(Told::of).isEmpty()) {
            String said = answer.outcome()
                    .map(outcome -> outcome.getClass().getSimpleName())
                    .orElse("nothing, or its provider is not there");
            return Optional.of(what(entry) + "the store says " + said + "; nothing was changed.");
        }
        int was = entry.fact().revokedPer100000();
        int is = answer.now().fact().revokedPer100000();
        return was == is
                ? Optional.empty()
                : Optional.of(what(entry) + was + " of 100,000 were taken back, now it is " + is + ".");
    }

    private Optional<String> follow(String what, Ledger.PurchaseKey key) throws PartnerFault, InterruptedException {
        int before = periods(key);
        Optional<List<PlanPeriod>> told = renewals.ask(key.provider(), key.purchaseId());
        int found = periods(key) - before;
        return told.isEmpty() || found == 0
                ? Optional.empty()
                : Optional.of(what + found + " periods that no notice had told were booked.");
    }

    private int periods(Ledger.PurchaseKey subscription) {
        return desk.storage().read(tx -> book.periods(tx, subscription)).size();
    }
}
