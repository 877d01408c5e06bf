package org.mutoscope.provenance.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
    @Test
    void pathsAreThoseOfTheFormat() {
        assertEquals("tile/0/x001/x234/067", new Tile(0, 1_234_067, 256).path());
        assertEquals("tile/0/x001/x234/067.p/1", new Tile(0, 1_234_067, 1).path());
        assertEquals("tile/entries/000", new Tile(Tile.ENTRIES, 0, 256).path());
        assertEquals("tile/3/x001/000.p/255", new Tile(3, 1000, 255).path());
    }

    @Test
    void whatIsWrittenIsRead() {
        for (long index : new long[] {0, 7, 999, 1000, 1_000_000, 1_234_067, 999_999_999_999_999_999L}) {
            for (int level : new int[] {Tile.ENTRIES, 0, 9, 63}) {
                for (int width : new int[] {1, 255, 256}) {
                    Tile tile = new Tile(level, index, width);
                    assertEquals(Optional.of(tile), Tile.parse(tile.path()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "checkpoint",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000",
                "tile/0/x000/001",
                "tile/0/x000/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/00/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/257",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000.p",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/../0/000",
                "tile/entries/../../log.key",
                "tile/0/000.part",
                "tile/0/x001/x234/067/",
                "tile/0/X001/067",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999",
                "tile/0/\u0661\u0661\u0661",
                "tile/0/000\n"
            })
    void nothingElseIsATile(String path) {
        assertTrue(Tile.parse(path).isEmpty(), path);
    }
}
