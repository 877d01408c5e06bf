package org.mutoscope.paper;

import java.util.Optional;

/**
 * What somebody buys.
 *
 * @param environment {@code Production} or {@code Sandbox}, Apple's words
 * @param product what
 * @param quantity how many
 * @param token the buyer's billing UUID, {@code appAccountToken}
 */
public record Order(String environment, Product product, int quantity, Optional<String> token) {
    /** One piece in production. */
    public static Order of(Product product, String token) {
        return new Order("Production", product, 1, Optional.ofNullable(token));
    }

    /** The same in the test environment. */
    public Order sandbox() {
        return new Order("Sandbox", product, quantity, token);
    }

    /** @param pieces how many */
    public Order times(int pieces) {
        return new Order(environment, product, pieces, token);
    }
}
