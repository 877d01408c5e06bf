package org.mutoscope.rest;

import java.nio.charset.StandardCharsets;

/** Figures for a program that watches many platforms. */
final class MetricsResource {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final House house;

    MetricsResource(House house) {
        this.house = house;
    }

    Answer text(Ask ask) {
        return Answer.of(200)
                .bytes(house.meters().text().getBytes(StandardCharsets.UTF_8), TYPE)
                .with("cache-control", "no-store");
    }
}
