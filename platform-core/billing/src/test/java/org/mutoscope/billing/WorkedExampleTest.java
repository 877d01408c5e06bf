package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.core.ledger.Ledger;

/** Runs the example of docs/concepts/money-in.md row by row, so that the page cannot promise what billing does not do. */
class WorkedExampleTest {
    private static final Path PAGE = Path.of("../../distribution/docs/concepts/money-in.md");

    private Shop shop;
    private String account;
    private int minute;
    private final Map<String, String> jobs = new HashMap<>();

    @OnEachDatabase
    void everyRowIsTrue(Database database) throws IOException {
        shop = database.shop();
        account = shop.account();
        shop.billing.purchases().consent(account, true);
        List<String[]> rows = rows();
        assertTrue(rows.size() >= 10, "the table was not found");
        for (String[] row : rows) {
            minute++;
            act(row[1].strip().split(" "));
            Ledger.Balance balance = shop.read(tx -> shop.ledger.balance(tx, account));
            String numbers = balance.available() + " " + balance.held() + " " + balance.debt();
            assertEquals(row[2].strip() + " " + row[3].strip() + " " + row[4].strip(), numbers, row[1]);
            shop.assertSound();
        }
    }

    private void act(String[] step) {
        switch (step[0]) {
            case "notice" -> shop.told(() -> PaperStore.reading(
                    PaperStore.pack(step[1], shop.token(account), Integer.parseInt(step[2]), minute)));
            case "post" -> {
                shop.store.verdict = (proof, context) ->
                        new ProofOutcome.Verified(PaperStore.pack(step[1], shop.token(account), 0, minute));
                shop.billing.purchases().redeem(account, Shop.NAME, "proof of " + step[1]);
            }
            case "spend" -> shop.spend(account, Long.parseLong(step[1]));
            case "hold" -> jobs.put(step[1], shop.hold(account, Long.parseLong(step[2])));
            case "capture" -> shop.capture(jobs.get(step[1]), Long.parseLong(step[2]));
            case "ask" -> {
                var asked = new StoreSignal.RefundAsked(
                        step[1],
                        "production",
                        PaperStore.at(minute),
                        shop.clock.instant().plus(Duration.ofHours(12)));
                shop.told(() -> PaperStore.reading(asked));
            }
            case "answered" -> assertEquals(List.of("a " + step[1]), shop.store.answers);
            default -> throw new IllegalArgumentException("the example has a step " + step[0]);
        }
    }

    private static List<String[]> rows() throws IOException {
        List<String[]> rows = new ArrayList<>();
        boolean example = false;
        for (String line : Files.readAllLines(PAGE)) {
            example = line.startsWith("## ") ? line.equals("## Example") : example;
            if (example && line.startsWith("| ") && !line.startsWith("| step") && !line.startsWith("| ---")) {
                rows.add(line.split("\\|"));
            }
        }
        return rows;
    }
}
