package org.mutoscope.pipeline;

import java.util.List;
import java.util.function.Supplier;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;

/** What a clip costs: the price of the table and the fees of the licences, as one sum that is held and, if all goes well, captured. */
final class Tariff {
    /** Parameter of an order: {@code true} asks for a sound track. */
    static final String AUDIO = "audio";

    private final Prices prices;
    private final UnitOfWork storage;
    private final Models models;
    private final Entitlement entitlement;
    private final Supplier<PipelineConfig> settings;

    Tariff(Admission.Counter counter, Models models, Entitlement entitlement) {
        this.prices = counter.prices();
        this.storage = counter.storage();
        this.settings = counter.settings();
        this.models = models;
        this.entitlement = entitlement;
    }

    Priced price(Order order, Licensed licensed) {
        boolean audio = "true".equals(order.parameters().get(AUDIO));
        Prices.Price table = order.film() == null
                ? prices.price(order.model(), order.seconds(), order.size(), audio)
                : film(order, audio);
        long sum = Math.addExact(table.credits(), licensed.total());
        return new Priced(table.costing(sum).besides(standard()), licensed);
    }

    /** A film costs what its shots cost. */
    private Prices.Price film(Order order, boolean audio) {
        List<Prices.Price> shots = order.film().parts().stream()
                .map(part -> prices.price(order.model(), part.seconds(), order.size(), audio))
                .toList();
        long sum = shots.stream().mapToLong(Prices.Price::credits).reduce(0, Math::addExact);
        Prices.Price first = shots.get(0);
        return new Prices.Price(
                first.model(), order.seconds(), first.size(), sum, first.version(), first.audio(), first.standard());
    }

    /** What a request costs that says nothing but a prompt: the measure of price locks. 0 while nobody offers the default model. */
    private long standard() {
        try {
            PipelineConfig config = settings.get();
            return prices.price(
                            models.resolve(null).id(), config.default_seconds(), FrameSize.parse(config.default_size()))
                    .credits();
        } catch (Problem absent) {
            return 0;
        }
    }

    Prices.Quote quote(Order order, Priced priced) {
        return storage.write(tx -> {
            entitlement.require(tx, order);
            return priced.withFees(prices.quote(tx, order.accountId(), priced.table()));
        });
    }
}
