package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.storage.UnitOfWork;

/** The process dies after each commit in turn, before anybody hears of it; then it starts anew on the same tables. */
class CrashTest {
    /** The process is gone. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Storage whose process dies after so many commits. */
    private static UnitOfWork dyingAfter(UnitOfWork storage, int commits) {
        int[] left = {commits};
        return new UnitOfWork() {
            @Override
            public <T> T write(Work<T> work) {
                if (left[0] == 0) {
                    throw new Died();
                }
                T result = storage.write(work);
                if (--left[0] == 0) {
                    throw new Died();
                }
                return result;
            }

            @Override
            public <T> T read(Work<T> work) {
                if (left[0] == 0) {
                    throw new Died();
                }
                return storage.read(work);
            }

            @Override
            public Optional<String> obstacle() {
                return Optional.empty();
            }
        };
    }

    private static void run(Billing billing) {
        for (Lane lane : billing.lanes().round()) {
            if (lane.take()) {
                lane.run();
            }
        }
    }

    @OnEachDatabase
    void deathBetweenGrantAndAnswerLeavesOneLot(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.store.verdict =
                (proof, context) -> new ProofOutcome.Verified(PaperStore.pack("p1", shop.token(account), 0, 1));
        Billing dying = shop.open(dyingAfter(shop.storage, 1));
        assertThrows(Died.class, () -> dying.purchases().redeem(account, Shop.NAME, "proof"));
        shop.assertBalance(account, 100, 0, 0);
        shop.billing.purchases().redeem(account, Shop.NAME, "proof");
        shop.round();
        shop.assertBalance(account, 100, 0, 0);
        assertEquals(1, shop.lots(account));
        assertEquals(java.util.List.of("p1"), shop.store.settled);
    }

    @OnEachDatabase
    void deathAfterAnyCommitOfANoticeLosesAndRepeatsNothing(Database database) {
        Shop shop = database.shop();
        int deaths = 0;
        for (int commits = 1; commits < 8; commits++) {
            String account = shop.account();
            String body = shop.store.says(() -> new org.mutoscope.api.billing.NoticeReading(
                    "e" + account,
                    "TWO",
                    true,
                    java.util.List.of(
                            PaperStore.pack("a" + account, shop.token(account), 0, 1),
                            PaperStore.pack("b" + account, shop.token(account), 50_000, 1)),
                    java.util.List.of(),
                    java.util.List.of()));
            long id = shop.notice(body);
            try {
                run(shop.open(dyingAfter(shop.storage, commits)));
            } catch (Died died) {
                deaths++;
            }
            shop.clock.forward(Duration.ofMinutes(1));
            shop.round();
            assertEquals(Notices.State.DONE, shop.find(id).state());
            shop.assertBalance(account, 150, 0, 0);
            assertEquals(2, shop.lots(account));
        }
        assertEquals(true, deaths >= 4, deaths + " deaths");
    }

    @OnEachDatabase
    void aNoticeThatCouldNotBeStoredIsNotAnswered(Database database) {
        Shop shop = database.shop();
        Billing dying = shop.open(dyingAfter(shop.storage, 0));
        assertThrows(Died.class, () -> dying.notices().receive(Shop.NAME, Map.of(), new byte[1]));
        assertEquals(java.util.List.of(), shop.billing.notices().list(Optional.empty(), Long.MAX_VALUE, 10));
    }
}
