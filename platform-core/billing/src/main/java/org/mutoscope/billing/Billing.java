package org.mutoscope.billing;

import java.util.List;
import java.util.function.Supplier;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.road.Purchases;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. */
final class Billing implements AutoCloseable {
    private final PurchaseDesk purchases;
    private final NoticeDesk notices;
    private final Lanes lanes;

    /** @param plans gives null while nobody offers plans */
    Billing(Outside outside, Supplier<Plans> plans, Supplier<BillingConfig> settings) {
        UnitOfWork storage = outside.storage();
        Partners partners = new Partners(outside.services(), outside.calls(), new ProviderNotes(storage), settings);
        Desk desk = new Desk(storage, outside.ledger(), outside.identity(), plans, partners, new Payers(), settings);
        Products products = new Products(settings);
        Signals signals = new Signals(new Purses(outside.ledger(), plans), outside.identity());
        Periods periods = new Periods(plans, products);
        Booker booker = new Booker(desk, products, periods, signals);
        Reaction reaction = new Reaction(booker, signals, periods);
        Inbox inbox = new Inbox();
        Proofs proofs = new Proofs(desk, booker);
        lanes = new Lanes(
                desk,
                List.of(
                        new Reading(desk, inbox, reaction),
                        provider -> booker.again(storage, provider) > 0,
                        new Finishing(desk),
                        proofs,
                        new Answers(desk),
                        provider -> storage.write(tx -> periods.end(tx, provider)),
                        new Histories(desk, reaction),
                        new Renewals(desk, booker),
                        new Checkups(desk, booker)));
        purchases = new PurchaseDesk(desk, booker, proofs, lanes::wake);
        notices = new NoticeDesk(desk, inbox, booker, lanes::wake);
    }

    /** What it needs from other bundles. */
    record Outside(
            UnitOfWork storage, Ledger ledger, Identity identity, SwappableServices services, PartnerCalls calls) {}

    Billing start() {
        lanes.start();
        return this;
    }

    Purchases purchases() {
        return purchases;
    }

    Notices notices() {
        return notices;
    }

    Lanes lanes() {
        return lanes;
    }

    @Override
    public void close() {
        lanes.close();
    }
}
