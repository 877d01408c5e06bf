package org.mutoscope.revenue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mutoscope.api.revenue.PayoutProvider;
import org.mutoscope.api.revenue.PayoutProvider.PayoutOutcome;
import org.mutoscope.api.revenue.PayoutProvider.PayoutRequest;
import org.mutoscope.core.revenue.Payouts.Payout;
import org.mutoscope.core.revenue.Payouts.State;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands payouts to their providers and notes what became of them. That one is handed over is durable before it is. */
final class PayoutSender {
    private static final Logger LOG = LoggerFactory.getLogger(PayoutSender.class);
    private static final int AT_ONCE = 1000;

    private final UnitOfWork storage;
    private final Payers payers;
    private final PayoutMaker maker;
    private final Supplier<PayoutRules> rules;

    PayoutSender(UnitOfWork storage, Payers payers, PayoutMaker maker, Supplier<PayoutRules> rules) {
        this.storage = storage;
        this.payers = payers;
        this.maker = maker;
        this.rules = rules;
    }

    /** Sends all that are planned and whose provider is there. */
    synchronized void send() {
        Map<String, List<Payout>> batches = new LinkedHashMap<>();
        for (Payout payout : storage.read(tx -> PayoutTable.planned(tx, AT_ONCE))) {
            batches.computeIfAbsent(payout.provider() + " " + payout.run(), name -> new ArrayList<>())
                    .add(payout);
        }
        for (List<Payout> batch : batches.values()) {
            for (int from = 0; from < batch.size(); from += rules.get().batch()) {
                hand(batch.subList(
                        from, Math.min(batch.size(), from + rules.get().batch())));
            }
        }
    }

    private void hand(List<Payout> batch) {
        String provider = batch.get(0).provider();
        if (!payers.has(provider)) {
            LOG.warn("{} payouts wait for the payout provider {}, which is not there", batch.size(), provider);
            return;
        }
        List<PayoutRequest> requests = storage.write(tx -> taken(tx, batch));
        Map<String, PayoutOutcome> said = requests.isEmpty() ? Map.of() : said(batch.get(0), requests);
        for (PayoutRequest request : requests) {
            note(
                    request.idempotencyKey(),
                    said.getOrDefault(
                            request.idempotencyKey(), new PayoutOutcome.Unknown("the provider said nothing of it")));
        }
    }

    private static List<PayoutRequest> taken(Transaction tx, List<Payout> batch) {
        List<PayoutRequest> taken = new ArrayList<>();
        for (Payout payout : batch) {
            if (PayoutTable.take(tx, payout.id())) {
                taken.add(new PayoutRequest(
                        payout.id(),
                        payout.holder(),
                        PayoutTable.destination(tx, payout.id()),
                        payout.minor(),
                        payout.currency()));
            }
        }
        return taken;
    }

    private Map<String, PayoutOutcome> said(Payout first, List<PayoutRequest> requests) {
        try {
            return payers.ask(first.provider(), "sendAll", provider -> provider.sendAll(first.run(), requests));
        } catch (Payers.Silent e) {
            LOG.warn("what became of {} payouts of {} is not known: {}", requests.size(), first.run(), e.getMessage());
            Map<String, PayoutOutcome> unknown = new LinkedHashMap<>();
            requests.forEach(
                    request -> unknown.put(request.idempotencyKey(), new PayoutOutcome.Unknown(e.getMessage())));
            return unknown;
        }
    }

    /** Asks what became of one, and notes it. */
    void ask(Payout payout) {
        try {
            note(payout.id(), payers.ask(payout.provider(), "lookup", provider -> provider.lookup(payout.id())));
        } catch (Payers.Silent e) {
            note(payout.id(), new PayoutOutcome.Unknown(e.getMessage()));
        }
    }

    /** Asks for those that are due. */
    void follow() {
        storage.read(tx -> PayoutTable.due(tx, AT_ONCE)).forEach(this::ask);
    }

    /** Notes an outcome; the same again, or one that comes too late, changes nothing. */
    void note(String id, PayoutOutcome outcome) {
        String contradiction = storage.write(tx -> noted(tx, id, outcome));
        if (!contradiction.isEmpty()) {
            LOG.error("payout {}: {}", id, contradiction);
        }
    }

    private String noted(Transaction tx, String id, PayoutOutcome outcome) {
        Payout payout = PayoutTable.get(tx, id);
        if (outcome instanceof PayoutOutcome.Sent sent) {
            boolean over = payout.state() == State.FAILED || payout.state() == State.RETURNED;
            PayoutTable.sent(tx, id, cut(sent.reference()), sent.arrived());
            return over ? "the provider says it was sent, and it is payable again since " + payout.backAt() : "";
        } else if (outcome instanceof PayoutOutcome.Returned returned) {
            returned(tx, payout, returned);
        } else if (outcome instanceof PayoutOutcome.Unknown unknown) {
            PayoutTable.unknown(tx, id, unknown.reason(), PayoutTable.looks(tx, id));
        }
        return "";
    }

    private void returned(Transaction tx, Payout payout, PayoutOutcome.Returned returned) {
        if (PayoutProvider.NOT_FOUND.equals(returned.code())) {
            Duration patience = rules.get().patience();
            if (!PayoutTable.again(tx, payout.id(), tx.now().minus(patience))) {
                PayoutTable.unknown(
                        tx, payout.id(), "the provider has nothing of it yet", PayoutTable.looks(tx, payout.id()));
            }
            return;
        }
        boolean had = payout.reference() != null;
        String why = returned.code() + ": " + returned.message();
        String destination = PayoutTable.destination(tx, payout.id());
        if (maker.back(tx, payout, had ? State.RETURNED : State.FAILED, why) && blocks(had, returned.code())) {
            DestinationTable.block(tx, payout.holder(), destination, why);
        }
    }

    /** Money that came back, or could never go there, is not sent there again until the holder looked at it. */
    private static boolean blocks(boolean had, String code) {
        return had ? !code.equals("reversed") : code.equals("invalid_destination") || code.equals("resource_missing");
    }

    private static String cut(String reference) {
        return reference.length() > 96 ? reference.substring(0, 96) : reference;
    }
}
