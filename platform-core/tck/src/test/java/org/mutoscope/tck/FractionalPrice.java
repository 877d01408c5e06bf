package org.mutoscope.tck;

/** What has no place where money is counted. */
final class FractionalPrice {
    private final double dollars;

    FractionalPrice(double dollars) {
        this.dollars = dollars;
    }

    long cents() {
        return Math.round(dollars * 100);
    }
}
