package org.mutoscope.worker.diffusion;

/** Where the standard normal noise of a clip comes from. */
interface Draws {
    /** Noise the clip begins with. */
    String LATENTS = "noise";
    /** Noise on the picture the clip begins with. */
    String IMAGE = "image_noise";
    /** Noise between steps, for schedulers and pictures that want some. */
    String STEPS = "step_noise";
    /** Noise that the decoder takes away. */
    String DECODE = "decode_noise";

    /** Fills the array. @param purpose one of the names above @param turn how often this purpose was drawn before in this clip */
    void fill(String purpose, int turn, float[] into);
}
