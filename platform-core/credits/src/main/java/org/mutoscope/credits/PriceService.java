package org.mutoscope.credits;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** Prices by the table of the configuration, and quotes that outlive a change of it. Safe for use by several threads. */
@Component(service = Prices.class, configurationPid = LedgerService.PID)
public final class PriceService implements Prices {
    private static final String INSERT =
            "insert into quote (id, account_id, model, seconds, size, credits, version, created_at, expires_at,"
                    + " audio, standard) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String FIND =
            "select id, model, seconds, size, credits, version, expires_at, audio, standard from quote where id = ? and account_id = ?";

    private final SecureRandom random = new SecureRandom();
    private volatile Rule rule;

    private final QuotaBook book;

    @Activate
    public PriceService(CreditsConfig config, @Reference QuotaBook book) {
        this.book = book;
        modified(config);
    }

    /** Prices that no demand moves. */
    public PriceService(CreditsConfig config) {
        this(config, null);
    }

    @Modified
    void modified(CreditsConfig config) {
        rule = new Rule(
                new PriceTable(
                        config.clip_credits(), Ratio.parse(config.audio_factor(), "audio.factor"), config.prices()),
                Duration.ofMinutes(config.quote_minutes()));
    }

    @Override
    public Price price(String model, int seconds, FrameSize size, boolean audio) {
        return rule.table.price(new PriceTable.Clip(model, seconds, size, audio), book == null ? 100 : book.demand());
    }

    @Override
    public Quote quote(Transaction tx, String accountId, Price price) {
        Amounts.require(price.credits(), "credits");
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        Quote quote = new Quote(
                "quote_" + HexFormat.of().formatHex(bits), price, tx.now().plus(rule.life));
        tx.update(
                INSERT,
                quote.id(),
                accountId,
                price.model(),
                price.seconds(),
                price.size().toString(),
                price.credits(),
                price.version(),
                tx.now(),
                quote.expiresAt(),
                price.audio(),
                price.standard());
        return quote;
    }

    @Override
    public Quote redeem(Transaction tx, String accountId, String quoteId, Price now) {
        Quote quote = tx.first(FIND, PriceService::read, quoteId, accountId)
                .filter(found -> found.expiresAt().isAfter(tx.now()))
                .orElseThrow(() -> new Problem(
                        Code.QUOTE_EXPIRED,
                        "This account has no quote " + Words.shown(quoteId) + " that still stands. The price is now "
                                + now.credits() + " credits; ask for a new quote.",
                        "quote",
                        null));
        Price quoted = quote.price();
        if (!quoted.model().equals(now.model())
                || quoted.seconds() != now.seconds()
                || quoted.audio() != now.audio()
                || !quoted.size().equals(now.size())) {
            throw new Problem(
                    Code.QUOTE_MISMATCH,
                    "The quote is for " + quoted.seconds() + " s at " + quoted.size() + " by " + quoted.model()
                            + ", the request for " + now.seconds() + " s at " + now.size() + " by " + now.model()
                            + (quoted.audio() == now.audio() ? "." : ", one of them with sound."),
                    "quote",
                    null);
        }
        return quote;
    }

    private static Quote read(Row row) {
        Price price = new Price(
                row.text("model"),
                (int) row.number("seconds"),
                FrameSize.parse(row.text("size")),
                row.number("credits"),
                row.text("version"),
                row.flag("audio"),
                row.number("standard"));
        Instant until = row.moment("expires_at");
        return new Quote(row.text("id"), price, until);
    }

    private record Rule(PriceTable table, Duration life) {}
}
