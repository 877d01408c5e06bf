package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PurchaseHistory.Page;
import org.mutoscope.paper.Notice;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentNotice;

/** Lost notices are found in the history. */
@Timeout(600)
class HistoryTest {
    private static final Product PACK = Product.pack("pack100", 4000);

    @TempDir
    Path folder;

    private PaperStore store;
    private AppStoreProvider provider;

    @BeforeEach
    void open() throws Exception {
        store = new PaperStore(ConfigOf.APP, 0);
        provider = ConfigOf.provider(store, folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<NoticeReading> all(Instant since, LentContext lent) throws Exception {
        List<NoticeReading> all = new ArrayList<>();
        Optional<String> page = Optional.empty();
        do {
            Page answer = provider.changes(since, page, lent);
            all.addAll(answer.changes());
            page = answer.next();
        } while (page.isPresent());
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "moon:1:", "production:-1:", "production:1"})
    void aPageThatIsNoneIsRefused(String page) {
        assertThrows(
                IllegalArgumentException.class,
                () -> provider.changes(Instant.EPOCH, Optional.of(page), new LentContext()));
    }

    @Test
    void everyNoticeOfBothEnvironmentsIsListedOnceAndReadAsIfDelivered() throws Exception {
        for (int i = 0; i < 45; i++) {
            String id = store.shop().buy(Order.of(PACK, null));
            if (i % 9 == 0) {
                store.shop().refund(id, Optional.empty());
            }
        }
        store.shop().buy(Order.of(PACK, null).sandbox());
        List<NoticeReading> read = all(Instant.EPOCH, new LentContext());
        List<String> ids = store.shop().notices().stream().map(Notice::id).toList();
        assertEquals(ids, read.stream().map(NoticeReading::eventId).toList());
        Notice refund = store.shop().notices().get(1);
        assertEquals(provider.interpret(new SentNotice(refund.body()), new LentContext()), read.get(1));
    }

    @Test
    void nothingIsAskedBeforeWhatTheStoreKeeps() throws Exception {
        store.shop().buy(Order.of(PACK, null));
        store.shop().buy(Order.of(PACK, null).sandbox());
        assertEquals(2, all(Instant.EPOCH, new LentContext()).size());
        assertEquals(
                1,
                all(Instant.EPOCH, new LentContext().advance(Duration.ofDays(90)))
                        .size(),
                "the sandbox keeps 30 days");
        assertEquals(0, all(Instant.now().plusSeconds(60), new LentContext()).size());
    }

    @Test
    void aRottenNoticeHidesNoOther() throws Exception {
        String id = store.shop().buy(Order.of(PACK, null));
        store.shop()
                .announce(
                        "ONE_TIME_CHARGE",
                        "",
                        Map.of(
                                "data",
                                Map.of(
                                        "bundleId",
                                        ConfigOf.APP.bundleId(),
                                        "appAppleId",
                                        ConfigOf.APP.appleId(),
                                        "environment",
                                        "Production",
                                        "signedTransactionInfo",
                                        "rotten")));
        List<NoticeReading> read = all(Instant.EPOCH, new LentContext());
        assertEquals(2, read.size());
        NoticeReading rotten = read.get(0);
        assertFalse(rotten.recognised());
        assertTrue(rotten.eventId().startsWith("unread-"));
        assertEquals("UNREAD.signature_invalid", rotten.type());
        assertEquals(id, read.get(1).purchases().get(0).purchaseId());
    }
}
