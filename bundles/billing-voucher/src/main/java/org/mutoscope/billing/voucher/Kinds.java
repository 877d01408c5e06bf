package org.mutoscope.billing.voucher;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration that was found sound.
 *
 * @param seal checks codes
 * @param prices what each kind of voucher was sold for
 * @param revoked ids of vouchers that were taken back
 */
record Kinds(Seal seal, Map<String, Price> prices, Set<String> revoked) {
    /** A note of the host holds 65,536 characters, and the ids that were ever revoked stand in one. */
    private static final int MOST_REVOKED = 900;

    /**
     * A price.
     *
     * @param minor in minor units, 0 for a gift
     * @param currency ISO 4217; XXX, no currency, for a gift
     */
    record Price(long minor, String currency) {}

    /** @throws IllegalArgumentException if there are problems, all of them in the message */
    static Kinds of(VoucherConfig config) {
        Problems problems = new Problems();
        problems.unless(
                config.secret().strip().length() >= Seal.SHORTEST,
                "secret has at least 32 characters, like the output of: openssl rand -base64 32");
        boolean before = !config.secret_previous().isBlank();
        problems.unless(
                !before || config.secret_previous().strip().length() >= Seal.SHORTEST,
                "secret.previous has at least 32 characters");
        Map<String, Price> prices = new LinkedHashMap<>();
        for (String kind : config.products()) {
            String[] parts = kind.strip().split(":", -1);
            boolean good = kind.strip().matches(Voucher.PRODUCT + "(:[0-9]{1,12}:[A-Z]{3})?");
            problems.unless(
                    good && !prices.containsKey(parts[0]),
                    "products are PRODUCT or PRODUCT:PRICE:CURRENCY, each once, not " + kind);
            if (good) {
                prices.put(
                        parts[0],
                        parts.length == 1 ? new Price(0, "XXX") : new Price(Long.parseLong(parts[1]), parts[2]));
            }
        }
        problems.unless(!prices.isEmpty(), "products names at least one kind of voucher");
        Set<String> revoked = new LinkedHashSet<>();
        for (String id : config.revoked()) {
            problems.unless(
                    Voucher.of(id.strip()).isPresent(), "revoked are PRODUCT-NUMBER-YYYYMMDD, without the seal");
            revoked.add(id.strip());
        }
        problems.unless(revoked.size() <= MOST_REVOKED, "revoked are at most " + MOST_REVOKED);
        problems.raise();
        List<String> secrets = before
                ? List.of(config.secret().strip(), config.secret_previous().strip())
                : List.of(config.secret().strip());
        return new Kinds(new Seal(secrets), Map.copyOf(prices), Set.copyOf(revoked));
    }
}
