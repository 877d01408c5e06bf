package org.mutoscope.worker.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mutoscope.worker.model.PackageProblem;

/** Reads the tokenizer of a package. */
public final class Tokenizers {
    // UMT5's tokenizer.json has 17 MB.
    private static final long LARGEST = 64L << 20;

    private Tokenizers() {}

    /**
     * Reads a tokenizer that is one file.
     *
     * @param file tokenizer.json, or a SentencePiece model (spiece.model), which is read the way T5's tokenizer does
     * @throws PackageProblem {@code model_tokenizer_invalid} if it cannot be read, {@code model_tokenizer_unknown} if it asks for something
     *     that is not supported
     */
    public static Tokenizer read(Path file) throws PackageProblem {
        byte[] bytes = bytes(file);
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".json") ? TokenizerJson.read(name, bytes) : SentencePieceFile.read(name, bytes);
    }

    /** Reads CLIP's older form. @param vocabulary vocab.json @param merges merges.txt @throws PackageProblem as {@link #read(Path)} */
    public static Tokenizer read(Path vocabulary, Path merges) throws PackageProblem {
        return ClipFiles.read(bytes(vocabulary), bytes(merges));
    }

    private static byte[] bytes(Path file) throws PackageProblem {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("it is larger than " + LARGEST + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw broken(String.valueOf(file.getFileName()), "cannot be read (" + e.getMessage() + ")");
        }
    }

    static PackageProblem broken(String file, String what) {
        return new PackageProblem("model_tokenizer_invalid", file + " " + what + "; export the package again");
    }

    static PackageProblem unknown(String what) {
        return new PackageProblem(
                "model_tokenizer_unknown",
                "the tokenizer asks for " + what
                        + ", which is not supported; export the model with the tokenizer of CLIP, T5 or UMT5");
    }
}
