package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.text.Tokenizer;
import org.mutoscope.worker.text.Tokenizers;
import org.mutoscope.worker.text.Tokens;

/**
 * Graph {@code text_encoder}: {@code input_ids} [1,L] and, if it has one, {@code attention_mask} [1,L] give {@code last_hidden_state} [1,L,D]. The texts
 * used last are remembered: what is to be avoided seldom changes, and encoding it can take longer than a distilled clip.
 */
final class TextEncoding {
    static final String ROLE = "text_encoder";
    // Of the largest encoder one text has 8 MiB.
    private static final int REMEMBERED = 4;

    /**
     * A text as the denoiser takes it.
     *
     * @param states [1, tokens, width]
     * @param mask 1 for tokens of the text, 0 for what fills up
     */
    record Encoded(float[] states, long[] mask) {
        /** Shape of the states. */
        long[] shape() {
            return new long[] {1, mask.length, states.length / mask.length};
        }

        /** The mask as numbers. */
        float[] floatMask() {
            float[] floats = new float[mask.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = mask[i];
            }
            return floats;
        }
    }

    /**
     * What a denoiser was told.
     *
     * @param avoided what not to show; without guidance the same as {@code wanted}
     * @param wanted what to show
     */
    record Heard(Encoded avoided, Encoded wanted) {}

    private final Network encoder;
    private final Tokenizer tokenizer;
    private final int length;
    private final Manner manner;
    private final Map<String, Encoded> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Encoded> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * What families do differently with a text.
     *
     * @param cleaned what is done to the text before it is cut into tokens
     * @param masked whether the encoder is told where the text ends; if not, it hears that all of it is text
     * @param cut whether states behind the end of the text become zero
     */
    record Manner(UnaryOperator<String> cleaned, boolean masked, boolean cut) {}

    private TextEncoding(Network encoder, Tokenizer tokenizer, int length, Manner manner) {
        this.encoder = encoder;
        this.tokenizer = tokenizer;
        this.length = length;
        this.manner = manner;
    }

    /** Opens encoder and tokenizer. */
    static TextEncoding open(Parts parts, Manner manner) throws PackageProblem, OrtException {
        Tokenizer tokenizer = tokenizer(parts.files());
        int length = parts.settings().sampling().promptTokens();
        Network encoder = parts.open(ROLE);
        encoder.inputs().wants("input_ids", -1, length);
        if (encoder.inputs().has("attention_mask")) {
            encoder.inputs().wants("attention_mask", -1, length);
        }
        encoder.inputs().andNothingElse(Set.of("input_ids", "attention_mask"));
        encoder.outputs().wants("last_hidden_state", -1, length, -1);
        return new TextEncoding(encoder, tokenizer, length, manner);
    }

    /** Reads the tokenizer: {@code tokenizer} (tokenizer.json or spiece.model), or {@code vocab} and {@code merges}. */
    static Tokenizer tokenizer(ModelPackage files) throws PackageProblem {
        Map<String, ?> named = files.manifest().files();
        if (named.containsKey("tokenizer") || !named.containsKey("vocab")) {
            return Tokenizers.read(files.file("tokenizer"));
        }
        Path merges = files.file("merges");
        return Tokenizers.read(files.file("vocab"), merges);
    }

    /** Reads what a clip is to show and tells the denoiser, its input {@code encoder_hidden_states}. */
    Heard listen(Take take, TwoHalves halves) throws RenderProblem, OrtException {
        Encoded wanted = read(take.order().prompt(), take.cancellation());
        Encoded avoided = halves.guided() ? read(take.wishes().negativePrompt(), take.cancellation()) : wanted;
        halves.put("encoder_hidden_states", wanted.shape(), avoided.states(), wanted.states());
        return new Heard(avoided, wanted);
    }

    /** Encodes a text, or remembers it. */
    Encoded read(String text, Cancellation cancellation) throws RenderProblem, OrtException {
        Encoded encoded = known.get(text);
        if (encoded == null) {
            encoded = encode(tokenizer.encode(manner.cleaned().apply(text), length), cancellation);
            known.put(text, encoded);
        }
        return encoded;
    }

    private Encoded encode(Tokens tokens, Cancellation cancellation) throws RenderProblem, OrtException {
        long[] shape = {1, length};
        encoder.put("input_ids", shape, tokens.ids());
        if (encoder.inputs().has("attention_mask")) {
            encoder.put("attention_mask", shape, manner.masked() ? tokens.mask() : ones());
        }
        try {
            encoder.run(cancellation);
        } catch (OrtException e) {
            if (String.valueOf(e.getMessage()).contains("out of data bounds")) {
                throw new RenderProblem(
                        RenderProblem.Kind.FINAL,
                        "model_tokenizer_wrong",
                        "the tokenizer makes numbers that the text encoder does not know; the package has the tokenizer of another model");
            }
            throw e;
        }
        float[] states = encoder.output("last_hidden_state").floats();
        if (manner.cut()) {
            int width = states.length / length;
            for (int i = 0; i < length; i++) {
                if (tokens.mask()[i] == 0) {
                    Arrays.fill(states, i * width, (i + 1) * width, 0);
                }
            }
        }
        return new Encoded(states, tokens.mask());
    }

    private long[] ones() {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
