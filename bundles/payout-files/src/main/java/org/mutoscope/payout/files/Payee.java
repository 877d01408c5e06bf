package org.mutoscope.payout.files;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Who is paid: {@code IBAN;NAME} or {@code IBAN;NAME;BIC}, as the holder registered it.
 *
 * @param bic empty if the holder named none
 */
record Payee(String iban, String name, String bic) {
    private static final String BIC = "[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?";
    /** What all banks of the area take (EPC217-08, SEPA Conversion Table). */
    private static final String LATIN = "[A-Za-z0-9/?:().,'+ -]{1,70}";

    static Optional<String> problem(String destination) {
        String[] parts = destination.split(";", -1);
        if (parts.length < 2 || parts.length > 3) {
            return Optional.of(
                    "Write IBAN;NAME or IBAN;NAME;BIC, for example \"DE75 5121 0800 1245 1261 99;Erika Muster\".");
        }
        Optional<String> wrong = Iban.problem(Iban.plain(parts[0]));
        if (wrong.isPresent()) {
            return wrong;
        } else if (parts[1].isBlank() || !latin(parts[1].strip()).matches(LATIN)) {
            return Optional.of("Write the name as the bank has it, in 1 to 70 Latin letters.");
        } else if (parts.length == 3 && !parts[2].strip().matches(BIC)) {
            return Optional.of("A BIC is 8 or 11 capital letters and digits; it may be left out.");
        }
        return Optional.empty();
    }

    /** @throws IllegalArgumentException with what is wrong */
    static Payee of(String destination) {
        problem(destination).ifPresent(sentence -> {
            throw new IllegalArgumentException(sentence);
        });
        String[] parts = destination.split(";", -1);
        return new Payee(Iban.plain(parts[0]), latin(parts[1].strip()), parts.length == 3 ? parts[2].strip() : "");
    }

    /** Without accents: not all banks take them. */
    static String latin(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace("\u00df", "ss")
                .replace("\u00f8", "o")
                .replace("\u00d8", "O")
                .replace("\u0142", "l")
                .replace("\u0141", "L")
                .replace("\u00e6", "ae")
                .replace("\u00c6", "AE");
    }
}
