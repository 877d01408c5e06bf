package org.mutoscope.billing;

import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.UnitOfWork;

/** Asks stores how subscriptions stand whose next period no notice has told of, so that a lost notice costs nobody the plan. */
final class Renewals implements Chore {
    private static final int PORTION = 20;

    private final Desk desk;
    private final UnitOfWork storage;
    private final Booker booker;
    private final Asks asks = new Asks();

    Renewals(Desk desk, Booker booker) {
        this.desk = desk;
        this.storage = desk.storage();
        this.booker = booker;
    }

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        if (desk.partners().subscriptions().named(provider).isEmpty()) {
            return false;
        }
        List<Asks.Due> due = storage.read(tx -> asks.due(tx, provider, PORTION));
        for (Asks.Due one : due) {
            boolean answered = false;
            try {
                answered = ask(provider, one.subscription().purchaseId()).isPresent();
            } finally {
                note(one, answered);
            }
        }
        return due.size() == PORTION;
    }

    private void note(Asks.Due one, boolean answered) {
        storage.write(tx -> {
            if (answered) {
                asks.asked(tx, one);
            } else {
                asks.failed(tx, one);
            }
            return one;
        });
    }

    /**
     * Asks and books what the store says.
     *
     * @return the periods; empty if the provider tells nothing of subscriptions
     */
    Optional<List<PlanPeriod>> ask(String provider, String subscriptionId) throws PartnerFault, InterruptedException {
        Optional<List<PlanPeriod>> told = desk.partners()
                .ask(
                        desk.partners().subscriptions(),
                        provider,
                        "periods",
                        (service, context) -> service.periods(subscriptionId, context));
        for (PlanPeriod period : told.orElse(List.of())) {
            storage.write(tx -> booker.take(tx, provider, Told.of(period), null));
        }
        return told;
    }
}
