package org.mutoscope.billing.voucher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operator's command that prints codes. The same arguments print the same codes: nothing is kept. */
public final class MakeVouchers {
    private static final int MOST = 100_000;
    private static final Set<String> NAMES = Set.of("secret", "product", "first", "count", "until");
    private static final String USAGE = "usage: secret=FILE product=PRODUCT count=N until=YYYY-MM-DD [first=1]\n"
            + "FILE holds the secret of conf/org.mutoscope.billing.voucher.cfg; N is at most 100,000; a number is never used twice.";

    private MakeVouchers() {}

    /** @param arguments {@code name=value} */
    public static void main(String[] arguments) {
        try {
            codes(arguments).forEach(System.out::println);
        } catch (IllegalArgumentException | java.time.DateTimeException | IOException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(64);
        }
    }

    static List<String> codes(String[] arguments) throws IOException {
        Map<String, String> options = options(arguments);
        String secret = Files.readString(Path.of(options.get("secret"))).strip();
        long first = Long.parseLong(options.get("first"));
        int count = Integer.parseInt(options.get("count"));
        if (secret.length() < Seal.SHORTEST || count < 1 || count > MOST) {
            throw new IllegalArgumentException("the secret has at least 32 characters, the count is 1 to " + MOST);
        }
        Seal seal = new Seal(List.of(secret));
        LocalDate until = LocalDate.parse(options.get("until"));
        List<String> codes = new ArrayList<>();
        for (long number = first; number < first + count; number++) {
            codes.add(seal.code(new Voucher(options.get("product"), number, until)));
        }
        return codes;
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>(Map.of("first", "1"));
        for (String argument : arguments) {
            String[] sides = argument.split("=", 2);
            if (sides.length != 2 || !NAMES.contains(sides[0])) {
                throw new IllegalArgumentException("not understood: " + sides[0]);
            }
            options.put(sides[0], sides[1]);
        }
        if (!options.keySet().equals(NAMES)) {
            throw new IllegalArgumentException("something is missing");
        }
        return options;
    }
}
