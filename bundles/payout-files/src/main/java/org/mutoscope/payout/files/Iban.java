package org.mutoscope.payout.files;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** International bank account numbers, ISO 13616: letters of a country, two check digits (modulo 97, ISO 7064), the country's own number. */
final class Iban {
    /** Country and length of a whole IBAN (SWIFT: IBAN Registry). */
    private static final String LENGTHS =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29"
                    + "ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25"
                    + "MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26"
                    + "UA29VA22VG24XK20";

    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
    private static final Map<String, Integer> LENGTH = new HashMap<>();

    static {
        for (int i = 0; i < LENGTHS.length(); i += 4) {
            LENGTH.put(LENGTHS.substring(i, i + 2), Integer.valueOf(LENGTHS.substring(i + 2, i + 4)));
        }
    }

    private Iban() {}

    /** As banks exchange it: capital letters, no blanks. */
    static String plain(String text) {
        return text.replace(" ", "").toUpperCase(Locale.ROOT);
    }

    /** What is wrong with it, as a sentence; empty if nothing. It is never shown again: a sentence names no number. */
    static Optional<String> problem(String iban) {
        if (!iban.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")) {
            return Optional.of("An IBAN is two letters, two digits and 11 to 30 letters or digits.");
        }
        Integer length = LENGTH.get(iban.substring(0, 2));
        if (length == null) {
            return Optional.of("There are no IBANs of " + iban.substring(0, 2) + ".");
        } else if (length != iban.length()) {
            return Optional.of("An IBAN of " + iban.substring(0, 2) + " has " + length + " letters and digits, not "
                    + iban.length() + ".");
        }
        return rest(iban) == 1
                ? Optional.empty()
                : Optional.of("The check digits of this IBAN do not fit: there is a slip of the pen in it.");
    }

    private static int rest(String iban) {
        StringBuilder digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue();
    }
}
