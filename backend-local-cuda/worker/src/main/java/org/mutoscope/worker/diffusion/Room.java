package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OnnxJavaType;

/** How much Java memory decoded frames take, whatever else there is. */
final class Room {
    private static final int RGB = 3;

    private Room() {}

    /**
     * Bytes at once.
     *
     * @param type what the decoder answers
     * @param frames frames that it decodes at once
     * @param tiles the pieces of each
     */
    static long of(OnnxJavaType type, long frames, Tiles tiles) {
        long piece = frames * RGB * tiles.piecePixels();
        long answered = piece * type.size;
        // What is no bytes is copied as floats, then turned into bytes.
        long copied = type == OnnxJavaType.UINT8 ? piece : piece * (Float.BYTES + 1);
        long whole = tiles.all().size() == 1 ? 0 : frames * RGB * tiles.wholePixels();
        return Math.max(answered, copied + whole);
    }
}
