package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.worker.diffusion.Tiles.Tile;
import org.mutoscope.worker.model.Diffusion.Decode;

class TilesTest {
    @ParameterizedTest
    @CsvSource({"10,7,4,2,12", "10,7,4,1,6", "10,7,0,0,1", "3,3,8,2,1", "8,4,4,0,2"})
    void piecesOfASmoothPictureAreThePicture(int w, int h, int tile, int overlap, int count) {
        int spatial = 2;
        Grid grid = new Grid(h, w);
        Tiles tiles = new Tiles(grid, spatial, new Decode(tile, overlap, 0, 0));
        assertEquals(count, tiles.all().size());
        // Two frames of one channel; a value says where it is.
        float[] latents = new float[2 * grid.cells()];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = i;
        }
        byte[] whole = enlarged(latents, grid, spatial);
        byte[] put = tiles.room(2);
        for (Tile piece : tiles.all()) {
            tiles.put(enlarged(tiles.cut(latents, piece), piece.grid(), spatial), piece, put);
        }
        assertArrayEquals(whole, put);
    }

    @Test
    void seamsAreFaded() {
        Tiles tiles = new Tiles(new Grid(2, 6), 1, new Decode(4, 2, 0, 0));
        byte[] put = tiles.room(1);
        int level = 0;
        for (Tile piece : tiles.all()) {
            byte[] flat = new byte[piece.grid().cells() * 3];
            Arrays.fill(flat, (byte) (90 * level++));
            tiles.put(flat, piece, put);
        }
        int[] row = new int[6];
        for (int x = 0; x < 6; x++) {
            row[x] = put[x * 3];
        }
        assertArrayEquals(new int[] {0, 0, 30, 60, 90, 90}, row);
    }

    private static byte[] enlarged(float[] latents, Grid grid, int spatial) {
        int frames = latents.length / grid.cells();
        int width = grid.w() * spatial;
        int height = grid.h() * spatial;
        byte[] rgb = new byte[frames * width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width % height;
            int frame = i / 3 / width / height;
            rgb[i] = (byte) latents[frame * grid.cells() + y / spatial * grid.w() + x / spatial];
        }
        return rgb;
    }
}
