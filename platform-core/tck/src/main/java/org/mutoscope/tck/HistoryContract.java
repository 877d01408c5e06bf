package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.PurchaseHistory.Page;

/** What a history may tell, if the provider offers one. */
interface HistoryContract extends OnBench {
    /** More pages than any specimen fills. */
    int MOST_PAGES = 1000;

    /** It tells of purchases whose notices were lost, and it comes to an end. */
    @Test
    default void historyTellsWhatWasLost() throws Exception {
        PurchaseHistory history = offered();
        assumeFalse(bench().specimen.pastPurchases().isEmpty(), "not declared: the specimen names no past purchase");
        Set<String> told = whole(history).values().stream()
                .flatMap(reading -> purchases(reading).stream())
                .collect(Collectors.toSet());
        for (String id : bench().specimen.pastPurchases()) {
            assertTrue(told.contains(id), "the history does not tell of purchase " + id + ", but of " + told);
        }
    }

    /** It tells of an event as the event's notice did: under the same id the same. */
    @Test
    default void historyTellsAsTheNoticeDid() throws Exception {
        offered();
        assumeFalse(bench().specimen.notices().isEmpty(), "not declared: no notices");
        Map<String, NoticeReading> history = whole(offered());
        for (SentNotice notice : bench().specimen.notices()) {
            NoticeReading noticed = bench().interpret(bench().provider, notice);
            if (history.containsKey(noticed.eventId())) {
                assertEquals(
                        Outcomes.essence(noticed),
                        Outcomes.essence(history.get(noticed.eventId())),
                        "event " + noticed.eventId() + " in the history");
            }
        }
    }

    /** Read again, later and after a restart, it tells the same events under the same ids: the host drops them as known. */
    @Test
    default void historyRepeatsItself() throws Exception {
        List<List<Object>> first = essences(whole(offered()));
        bench().context.advance(Duration.ofMinutes(5));
        assertEquals(first, essences(whole(offered())), "the history read again");
        BillingProvider restarted = bench().specimen.provider();
        PurchaseHistory again = bench().specimen
                .offers(PurchaseHistory.class, restarted)
                .orElseThrow(() -> new AssertionError("after a restart it offers no history"));
        assertEquals(first, essences(whole(again)), "the history read after a restart");
    }

    /** Of a store in trouble it says nothing: it throws. A page without changes would mean that nothing was lost, and the host would go on from there. */
    @Test
    default void historyInTroubleIsNotEmpty() throws Exception {
        PurchaseHistory history = offered();
        asksStore();
        bench().acquainted();
        assertEquals(
                List.of(),
                bench().claimsInTrouble(() -> history.changes(since(), Optional.empty(), bench().context)),
                "troubles of the store in which the history was given all the same");
    }

    /** It ends within a second of being interrupted, and gives no page. */
    @Test
    default void interruptEndsTheHistory() throws Exception {
        PurchaseHistory history = offered();
        asksStore();
        bench().acquainted();
        List<Page> pages = bench().interrupted(() -> history.changes(since(), Optional.empty(), bench().context));
        assertEquals(List.of(), pages, "pages that interrupted calls gave");
    }

    private static List<String> purchases(NoticeReading reading) {
        List<String> ids = new ArrayList<>();
        reading.purchases().forEach(purchase -> ids.add(purchase.purchaseId()));
        reading.periods().forEach(period -> ids.add(period.purchase().purchaseId()));
        return ids;
    }

    private static List<List<Object>> essences(Map<String, NoticeReading> history) {
        return history.values().stream().map(Outcomes::essence).toList();
    }

    /** All pages, by event, as the host would read them. */
    private Map<String, NoticeReading> whole(PurchaseHistory history) throws Exception {
        bench().acquainted();
        Map<String, NoticeReading> all = new LinkedHashMap<>();
        Optional<String> next = Optional.empty();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Optional<String> at = next;
            Page page = Bench.call(() -> history.changes(since(), at, bench().context));
            page.changes().forEach(reading -> all.put(reading.eventId(), reading));
            next = page.next();
            if (next.isEmpty()) {
                return all;
            }
        }
        throw new AssertionError("the history has no end: " + MOST_PAGES + " pages were not all");
    }

    private Instant since() {
        return bench().opened.minus(Duration.ofDays(1));
    }

    private PurchaseHistory offered() {
        Optional<PurchaseHistory> history = bench().specimen.offers(PurchaseHistory.class, bench().provider);
        assumeTrue(history.isPresent(), "not declared: it offers no PurchaseHistory");
        return history.get();
    }

    private void asksStore() {
        assumeTrue(bench().specimen.asksStore(), "not declared: it asks no store");
    }
}
