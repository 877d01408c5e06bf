package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.storage.Transaction;

/** What a clip costs that is not quite what was ordered. */
class BillTest {
    private static final FrameSize SIZE = new FrameSize(720, 1280);

    /** Ten credits for four seconds, half as much again with sound, a fifth of it from the cheap model. */
    private static final class List10 implements Prices {
        @Override
        public Price price(String model, int seconds, FrameSize size, boolean audio) {
            long credits = (10L * seconds * (audio ? 3 : 2) + 7) / 8;
            return new Price(model, seconds, size, model.equals("cheap") ? (credits + 4) / 5 : credits, "p1");
        }

        @Override
        public Quote quote(Transaction tx, String accountId, Price price) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Quote redeem(Transaction tx, String accountId, String quoteId, Price now) {
            throw new UnsupportedOperationException();
        }
    }

    private static NewJob job(
            String model, Map<String, String> parameters, Map<String, String> obligations, long held) {
        return new NewJob(
                "video_1",
                "acct_1",
                "sora-2",
                model,
                "text-to-video",
                "a cat",
                8,
                SIZE,
                SIZE,
                7,
                parameters,
                List.of(),
                obligations,
                null,
                held);
    }

    private static long due(NewJob job, long milliseconds, boolean sound) {
        return new Bill(new List10()).due(job, new Bill.Came(milliseconds, sound));
    }

    @ParameterizedTest
    @CsvSource({"8000,20", "7500,20", "7499,18", "4000,10", "2000,5", "400,3", "0,3", "8400,20", "60000,20"})
    void theSecondsThatCameAreCharged(long milliseconds, long credits) {
        assertEquals(credits, due(job("m", Map.of(), Map.of(), 20), milliseconds, false));
    }

    @Test
    void soundThatDidNotComeIsNotCharged() {
        NewJob job = job("m", Map.of("audio", "true"), Map.of(), 30);
        assertEquals(30, due(job, 8000, true));
        assertEquals(20, due(job, 8000, false));
        assertEquals(10, due(job, 4000, false));
        assertEquals(
                20, due(job("m", Map.of(), Map.of(), 20), 8000, true), "and sound that nobody ordered costs nothing");
    }

    @Test
    void aLockedPriceIsSharedAndNotTheListPrice() {
        assertEquals(8, due(job("m", Map.of(), Map.of(), 16), 4000, false));
        assertEquals(2, due(job("m", Map.of(), Map.of(), 3), 4000, false), "rounded up");
    }

    @Test
    void feesAreOwedWhateverCame() {
        NewJob job = job("m", Map.of(), Map.of("mutoscope.fee.0", "6 holder grant"), 26);
        assertEquals(16, due(job, 4000, false));
    }

    @Test
    void anotherModelMayBeCheaperAndIsNeverDearer() {
        assertEquals(4, due(job("cheap", Map.of(), Map.of(Bill.PRICED, "m"), 20), 8000, false));
        assertEquals(2, due(job("cheap", Map.of(), Map.of(Bill.PRICED, "m"), 20), 4000, false));
        assertEquals(4, due(job("m", Map.of(), Map.of(Bill.PRICED, "cheap"), 4), 8000, false));
    }
}
