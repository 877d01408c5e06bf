package org.mutoscope.revenue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mutoscope.api.revenue.Allocator;

/**
 * Deals credits of several lots to several shares, so that each share has of each lot in proportion and in whole credits: nobody is paid with free credits
 * alone where another is paid with bought ones.
 */
final class Dealing {
    private Dealing() {}

    /**
     * Deals.
     *
     * @param lots credits of each lot
     * @param shares credits of each share, in sum as many as the lots have
     * @param salt what ties are broken by
     * @return of each share what it has of each lot
     */
    static long[][] deal(long[] lots, long[] shares, String salt) {
        long[][] dealt = new long[shares.length][lots.length];
        long[] left = shares.clone();
        for (int lot = 0; lot < lots.length; lot++) {
            Map<String, Long> claims = new LinkedHashMap<>();
            for (int share = 0; share < shares.length; share++) {
                claims.put(String.valueOf(share), left[share]);
            }
            Map<String, Long> parts = Allocator.divide(lots[lot], claims, salt + "|" + lot);
            for (Map.Entry<String, Long> part : parts.entrySet()) {
                int share = Integer.parseInt(part.getKey());
                dealt[share][lot] = part.getValue();
                left[share] -= part.getValue();
            }
        }
        return dealt;
    }
}
