package org.mutoscope.worker.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.ProtoFields;

/**
 * A SentencePiece model (spiece.model, a protocol buffer; sentencepiece_model.proto says what the numbers of the fields mean), used as T5's
 * tokenizer uses it: words between white space, each with a mark before it, an end after the text.
 */
final class SentencePieceFile {
    private static final String MARK = "\u2581";
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNIGRAM = 1;
    private static final int EXTRA = 100; // sentinels that T5's tokenizer appends

    private final List<Unigram.Piece> pieces = new ArrayList<>();
    private final List<AddedPieces.Added> added = new ArrayList<>();
    private UnaryOperator<String> normal = text -> text;
    private int unknown = -1;
    private boolean fallback;

    private SentencePieceFile() {}

    static Tokenizer read(String name, byte[] bytes) throws PackageProblem {
        SentencePieceFile file = new SentencePieceFile();
        ProtoFields model = new ProtoFields(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN),
                () -> Tokenizers.broken(name, "is damaged or no SentencePiece model"));
        while (model.next()) {
            switch (model.field()) {
                case 1 -> file.piece(model.message());
                case 2 -> file.trainer(model.message());
                case 3 -> file.normalizer(model.message());
                default -> model.skip();
            }
        }
        return file.tokenizer(name);
    }

    private void piece(ProtoFields message) throws PackageProblem {
        String text = "";
        double score = 0;
        int type = 1;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> text = message.text();
                case 2 -> score = message.decimal();
                case 3 -> type = (int) message.whole();
                default -> message.skip();
            }
        }
        if (type == UNKNOWN) {
            unknown = pieces.size();
        }
        if (type == UNKNOWN || type == CONTROL || type == USER_DEFINED) {
            added.add(new AddedPieces.Added(text, pieces.size()));
        }
        pieces.add(new Unigram.Piece(text, score));
    }

    private void trainer(ProtoFields message) throws PackageProblem {
        while (message.next()) {
            switch (message.field()) {
                case 3 -> {
                    if (message.whole() != UNIGRAM) {
                        throw Tokenizers.unknown("a SentencePiece model that is not Unigram");
                    }
                }
                case 35 -> fallback = message.whole() != 0;
                default -> message.skip();
            }
        }
    }

    private void normalizer(ProtoFields message) throws PackageProblem {
        while (message.next()) {
            switch (message.field()) {
                case 2 -> {
                    byte[] table = message.bytes();
                    if (table.length > 0) {
                        normal = Charsmap.read(table)::apply;
                    }
                }
                default -> message.skip();
            }
        }
    }

    private Tokenizer tokenizer(String name) throws PackageProblem {
        if (unknown < 0) {
            throw Tokenizers.broken(name, "has no piece for the unknown");
        }
        if (pieces.stream().noneMatch(piece -> piece.text().equals("<extra_id_0>"))) {
            for (int i = EXTRA - 1; i >= 0; i--) {
                added.add(new AddedPieces.Added("<extra_id_" + i + ">", pieces.size()));
                pieces.add(new Unigram.Piece("<extra_id_" + i + ">", 0));
            }
        }
        Unigram model = new Unigram(pieces, unknown, fallback);
        int end = model.id("</s>").orElseThrow(() -> Tokenizers.broken(name, "has no piece </s>"));
        int fill = model.id("<pad>").orElseThrow(() -> Tokenizers.broken(name, "has no piece <pad>"));
        Splitter words = Splitter.whitespace().then(Splitter.marks(MARK, 1, true));
        return new PieceTokenizer(
                new PieceTokenizer.Steps(new AddedPieces(added), new AddedPieces(List.of()), normal, words, model),
                new PieceTokenizer.Frame(new int[0], new int[] {end}, fill));
    }
}
