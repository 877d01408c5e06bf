package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;

/** Runs the example of docs/concepts/ledger.md row by row, so that the page cannot promise what the ledger does not do. */
class WorkedExampleTest {
    private static final Path PAGE = Path.of("../../distribution/docs/concepts/ledger.md");

    private World world;
    private String account;
    private int bought;

    @OnEachDatabase
    void everyRowIsTrue(Database database) throws IOException {
        world = database.world().free(300);
        account = world.account();
        bought = 0;
        List<String[]> rows = rows();
        assertTrue(rows.size() >= 15, "the table was not found");
        for (String[] row : rows) {
            act(row[1].strip().split(" "));
            Ledger.Balance balance = world.balance(account);
            String numbers = balance.available() + " " + balance.held() + " " + balance.debt();
            assertEquals(row[2].strip() + " " + row[3].strip() + " " + row[4].strip(), numbers, row[1]);
            world.assertSound();
        }
    }

    private void act(String[] step) {
        switch (step[0]) {
            case "open" -> {}
            case "hold" -> world.hold(account, account + step[1], Long.parseLong(step[2]));
            case "capture" -> world.capture(account + step[1], Long.parseLong(step[2]));
            case "release" -> world.release(account + step[1]);
            case "grant" -> world.grant(account, Source.valueOf(step[1]), Long.parseLong(step[2]));
            case "buy" -> world.apply(account, World.fact(account + ++bought, 0, bought), Long.parseLong(step[1]));
            case "refund" -> world.apply(account, World.fact(account + bought, Integer.parseInt(step[1]), 9), 100);
            case "wait" -> world.clock.forward(Duration.ofHours(Long.parseLong(step[1])));
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
