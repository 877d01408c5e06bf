package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.jobs.doubles.House;

/** Runs the example of docs/concepts/revenue.md row by row, so that the page cannot promise what the books do not do. */
class WorkedExampleTest {
    private static final Path PAGE = Path.of("../../distribution/docs/concepts/revenue.md");
    private static final long CENT = 1_000_000;

    private Town town;
    private Caller dora;
    private Caller eve;
    private String bobs;
    private String eves;
    private String clip;
    private String remix;

    @OnEachDatabase
    void everyRowIsTrue(Database database) throws Exception {
        try (Town open = database.town().shipped()) {
            town = open;
            dora = town.person();
            eve = town.person();
            town.spendFree(town.bob);
            bobs = town.buy(town.bob, 100, 400);
            eves = town.buy(eve, 100, 400);
            List<String[]> rows = rows();
            assertEquals(11, rows.size(), "rows of the table");
            long revenue = town.platform(MoneyBook.REVENUE);
            long suspense = town.platform(MoneyBook.SUSPENSE);
            long losses = town.platform(MoneyBook.LOSSES);
            for (String[] row : rows) {
                act(row[1].strip().split(" "));
                List<Long> stands = new ArrayList<>();
                List<Caller> all = List.of(town.ann, town.carl, town.bob, dora);
                all.forEach(one -> stands.add(town.sum(one, State.ON_HOLD)));
                stands.add(all.stream()
                        .mapToLong(one -> town.sum(one, State.PAYABLE))
                        .sum());
                stands.add(town.platform(MoneyBook.SUSPENSE) - suspense);
                stands.add(town.platform(MoneyBook.REVENUE) - revenue);
                stands.add(town.platform(MoneyBook.LOSSES) - losses);
                List<Long> told = new ArrayList<>();
                for (int column = 2; column < 10; column++) {
                    told.add(Long.parseLong(row[column].strip()) * CENT);
                }
                assertEquals(told, stands, row[1]);
                town.assertSound();
            }
        }
    }

    private void act(String[] step) {
        switch (step[0]) {
            case "clip" -> clip();
            case "share" -> town.round();
            case "remix" -> {
                remix = town.clip(dora, 10, clip);
                town.round();
            }
            case "tip" -> town.revenue.tip(eve, remix, "thanks", 25);
            case "refund" -> {
                Caller who = step[1].equals("eve") ? eve : town.bob;
                town.store(who, step[1].equals("eve") ? eves : bobs, 100, 400, Integer.parseInt(step[2]));
                town.round();
            }
            case "wait" -> List.of(town.ann, town.carl, town.bob, dora).forEach(town::wait);
            case "pay" -> List.of(town.ann, town.carl).forEach(town::pay);
            default -> throw new IllegalArgumentException("the example has a step " + step[0]);
        }
    }

    private void clip() {
        NewJob job = House.job(town.bob.accountId(), "m");
        clip = job.id();
        town.write(tx -> {
            town.house.ledger.hold(
                    tx, new Ledger.HoldRequest(town.bob.accountId(), clip, 20, "p1"), Duration.ofHours(1));
            town.house.board().enqueue(tx, job);
            return null;
        });
        String terms = "percentage=20";
        town.uses(town.ann, clip, Town.fee(town.ann, 5).grantId(), terms);
        town.uses(town.carl, clip, Town.fee(town.carl, 3).grantId(), "");
        town.settle(town.bob, clip, 20, Town.fee(town.ann, 5), Town.fee(town.carl, 3));
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
        assertTrue(rows.size() > 1, "the table was not found");
        return rows;
    }
}
