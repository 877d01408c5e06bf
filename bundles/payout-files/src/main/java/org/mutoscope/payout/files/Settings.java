package org.mutoscope.payout.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;

/**
 * A configuration that was found sound.
 *
 * @param debtor who pays, and from where
 * @param days from the file to the payment
 */
record Settings(Path folder, boolean csv, Payee debtor, List<String> currencies, int days, String text) {
    /** @throws IllegalArgumentException if there are problems, all of them in the message */
    static Settings of(FilesConfig config) {
        List<String> problems = new ArrayList<>();
        if (!absolute(config.folder())) {
            problems.add("folder is an absolute path");
        }
        if (!config.format().matches("pain\\.001|csv")) {
            problems.add("format is pain.001 or csv");
        }
        String bic = config.debtor_bic().isBlank() ? "" : ";" + config.debtor_bic();
        String debtor = config.debtor_iban() + ";" + config.debtor_name() + bic;
        Payee.problem(debtor)
                .ifPresent(
                        sentence -> problems.add("debtor.iban, debtor.name and debtor.bic say who pays: " + sentence));
        List<String> currencies =
                Arrays.stream(config.currencies()).map(String::strip).toList();
        if (currencies.isEmpty() || !currencies.stream().allMatch(Settings::known)) {
            problems.add("currencies are one or more codes of ISO 4217");
        }
        if (config.execution_days() < 0 || config.execution_days() > 30) {
            problems.add("execution.days is from 0 to 30, not " + config.execution_days());
        }
        if (!Payee.latin(config.text()).matches("[A-Za-z0-9/?:().,'+ -]{1,100}")) {
            problems.add("text has 1 to 100 Latin letters, digits and plain marks");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(FilesConfig.PID + ": " + String.join("; ", problems));
        }
        return new Settings(
                Path.of(config.folder()),
                config.format().equals("csv"),
                Payee.of(debtor),
                currencies,
                config.execution_days(),
                Payee.latin(config.text()));
    }

    private static boolean absolute(String folder) {
        try {
            return Path.of(folder).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean known(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
