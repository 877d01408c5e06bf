package org.mutoscope.revenue;

import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.mutoscope.core.revenue.Imports;

/**
 * A line of a file, as it stands there.
 *
 * @param number line of the file, or of the list, from 1
 * @param minor net, minor units, not 0
 * @param corrects reference, or null
 */
record ImportLine(
        int number,
        String period,
        String source,
        String currency,
        long minor,
        String asset,
        String reference,
        String corrects) {
    static final Set<String> NEEDED = Set.of("period", "source", "currency", "net_minor", "asset", "reference");
    static final String CORRECTS = "corrects";

    private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
    private static final Pattern AMOUNT = Pattern.compile("-?[1-9][0-9]{0,11}");
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-]{1,64}|invoice:[1-9][0-9]{0,17}");
    private static final Pattern REFERENCE = Pattern.compile("[!-+\\--~]{1,100}");

    /** Reads one line; what is wrong with it is noted, and then it is null. */
    static ImportLine of(int number, Map<String, String> given, String source, ImportFaults faults) {
        String corrects = given.getOrDefault(CORRECTS, "");
        String wrong = wrong(given, source, corrects);
        if (wrong != null) {
            faults.add(number, wrong);
            return null;
        }
        return new ImportLine(
                number,
                given.get("period"),
                source,
                given.get("currency"),
                Long.parseLong(given.get("net_minor")),
                given.get("asset"),
                given.get("reference"),
                corrects.isEmpty() ? null : corrects);
    }

    private static String wrong(Map<String, String> given, String source, String corrects) {
        if (!PERIOD.matcher(given.get("period")).matches()) {
            return "period is a month, as 2026-11";
        } else if (!source.equals(given.get("source"))) {
            return "source is not " + source + ", which signed this file";
        } else if (!isCurrency(given.get("currency"))) {
            return "currency is no code of ISO 4217 that money has";
        } else if (!AMOUNT.matcher(given.get("net_minor")).matches()) {
            return "net_minor is a whole number of minor units, not 0, of at most 12 digits";
        } else if (given.get("net_minor").startsWith("-") && corrects.isEmpty()) {
            return "net_minor is negative, which only a line may be that says in corrects what it corrects";
        } else if (!ASSET.matcher(given.get("asset")).matches()) {
            return "asset is the id of a video, " + Imports.UNATTRIBUTED + ", or invoice: and a number";
        } else if (!REFERENCE.matcher(given.get("reference")).matches()) {
            return "reference is 1 to 100 visible characters, no comma";
        } else if (!corrects.isEmpty() && !REFERENCE.matcher(corrects).matches()) {
            return "corrects is the reference of another line";
        }
        return corrects.equals(given.get("reference")) ? "a line cannot correct itself" : null;
    }

    /** Whether it is money: gold and "no currency" have codes too. */
    static boolean isCurrency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(each -> each.getCurrencyCode().equals(code) && each.getDefaultFractionDigits() >= 0);
    }

    /** The number of the invoice that it pays, or 0. */
    long invoice() {
        return asset.startsWith(Imports.INVOICE) ? Long.parseLong(asset.substring(Imports.INVOICE.length())) : 0;
    }

    boolean unattributed() {
        return asset.equals(Imports.UNATTRIBUTED);
    }

    /** Name of this line for ever, at most 125 characters. */
    String cause() {
        return cause(source, reference);
    }

    static String cause(String source, String reference) {
        return "import " + source + ":" + reference;
    }
}
