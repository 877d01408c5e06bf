package org.mutoscope.backend.remote.standins;

import java.util.Map;

/**
 * What was ordered.
 *
 * @param seconds length
 * @param size {@code WIDTHxHEIGHT}, or the service's word for a shape
 * @param price in millionths of a dollar
 * @param wish the request as the service understood it
 */
record Order(String model, int seconds, String size, boolean sound, long price, Map<String, Object> wish) {
    /** Whether it is at least as wide as high. */
    boolean wide() {
        String[] sides = size.split("[x:]");
        try {
            return sides.length != 2 || Integer.parseInt(sides[0]) >= Integer.parseInt(sides[1]);
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
