package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.worker.model.Diffusion.Decode;
import org.mutoscope.worker.render.RenderProblem;

/**
 * Frames decoded piece by piece, because a decoder's memory grows with the square of the side. Pieces overlap, and where they do the later one is faded
 * in over the earlier one, as diffusers' tiled decoders do. What a decoder sees of its surroundings ends at a piece's border, so the result is not
 * quite that of the whole; a package without {@code decode.tile} is never cut.
 */
final class Tiles {
    /**
     * A piece, in latents.
     *
     * @param top first row
     * @param left first column
     * @param grid its size
     */
    record Tile(int top, int left, Grid grid) {}

    /** Decodes one piece. */
    interface Painter {
        /** @param tile size of the piece @param piece its latents @return whole frames, interleaved RGB */
        byte[] paint(Grid tile, float[] piece) throws RenderProblem, OrtException;
    }

    private final Grid whole;
    private final int spatial;
    private final int overlap;
    private final List<Tile> all = new ArrayList<>();

    /** @param whole size of a latent frame @param spatial pixels of a side for one value */
    Tiles(Grid whole, int spatial, Decode decode) {
        this.whole = whole;
        this.spatial = spatial;
        this.overlap = decode.overlap();
        int height = decode.tile() == 0 ? whole.h() : Math.min(whole.h(), decode.tile());
        int width = decode.tile() == 0 ? whole.w() : Math.min(whole.w(), decode.tile());
        for (int top : starts(whole.h(), height)) {
            for (int left : starts(whole.w(), width)) {
                all.add(new Tile(top, left, new Grid(height, width)));
            }
        }
    }

    private List<Integer> starts(int length, int tile) {
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start + tile < length; start += tile - overlap) {
            starts.add(start);
        }
        starts.add(length - tile);
        return starts;
    }

    /** Pixels of one piece. */
    long piecePixels() {
        return (long) all.get(0).grid().cells() * spatial * spatial;
    }

    /** Pixels of a frame. */
    long wholePixels() {
        return (long) whole.cells() * spatial * spatial;
    }

    /** The pieces, row by row. */
    List<Tile> all() {
        return all;
    }

    /** Decodes all pieces, row by row, and puts them together. @param planes latents of the whole size */
    byte[] paint(float[] planes, Painter painter) throws RenderProblem, OrtException {
        byte[] into = {};
        for (Tile tile : all) {
            byte[] rgb = painter.paint(tile.grid(), cut(planes, tile));
            if (all.size() == 1) {
                return rgb;
            }
            if (into.length == 0) {
                into = room(rgb.length / (3 * tile.grid().cells() * spatial * spatial));
            }
            put(rgb, tile, into);
        }
        return into;
    }

    /** Cuts a piece out of planes of the whole size. */
    float[] cut(float[] planes, Tile tile) {
        int count = planes.length / whole.cells();
        Grid grid = tile.grid();
        float[] piece = new float[count * grid.cells()];
        for (int plane = 0; plane < count; plane++) {
            for (int y = 0; y < grid.h(); y++) {
                int from = plane * whole.cells() + (tile.top() + y) * whole.w() + tile.left();
                System.arraycopy(planes, from, piece, plane * grid.cells() + y * grid.w(), grid.w());
            }
        }
        return piece;
    }

    /** Room for decoded frames. */
    byte[] room(int frames) {
        return new byte[Math.multiplyExact(frames * 3, whole.cells() * spatial * spatial)];
    }

    /** Puts a decoded piece into its place. @param rgb its frames @param into frames of the whole size */
    void put(byte[] rgb, Tile tile, byte[] into) {
        int width = tile.grid().w() * spatial;
        int height = tile.grid().h() * spatial;
        int wholeWidth = whole.w() * spatial;
        int frames = rgb.length / (width * height * 3);
        for (int frame = 0; frame < frames; frame++) {
            for (int y = 0; y < height; y++) {
                int from = (frame * height + y) * width * 3;
                int row = frame * whole.h() * spatial + tile.top() * spatial + y;
                int to = (row * wholeWidth + tile.left() * spatial) * 3;
                float down = fade(y, tile.top());
                for (int i = 0; i < width * 3; i++) {
                    float part = down * fade(i / 3, tile.left());
                    int before = into[to + i] & 255;
                    into[to + i] = (byte) Math.round(before + part * ((rgb[from + i] & 255) - before));
                }
            }
        }
    }

    /** How much of a piece shows so far from its edge; all of it where nothing was before. */
    private float fade(int pixel, int start) {
        int length = overlap * spatial;
        return start == 0 || pixel >= length ? 1 : (pixel + 1f) / (length + 1);
    }
}
