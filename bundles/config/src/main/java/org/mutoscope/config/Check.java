package org.mutoscope.config;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The same check as at a start, without a platform: a program of its own, called by {@code mutoscope config}.
 *
 * <p>Words: {@code check} or {@code reference}, then {@code conf=DIR}, {@code bundles=DIR} for each folder of jars, {@code secrets=no} to leave references
 * unfollowed, {@code of=PREFIX} for the components to describe.
 *
 * <p>{@code check} prints a line {@code files TAB N} and one for each finding: {@code problem TAB NUMBER TAB FILE TAB LINE TAB SENTENCE} or
 * {@code warning TAB SENTENCE}. It ends with exit code 0 however many there are, with 70 if it could not look.
 * {@code reference} prints a page in Markdown.
 */
public final class Check {
    private static final int BROKEN = 70;

    private Path conf = Path.of("conf");
    private final List<Path> bundles = new ArrayList<>();
    private References references = new References(System::getenv, References.PATIENCE);
    private String prefix = "";

    private Check() {}

    /** Looks and prints. */
    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Check check = new Check();
            for (String word : List.of(words).subList(1, words.length)) {
                check.take(word);
            }
            if (words[0].equals("reference")) {
                out.print(ReferencePage.of(JarSchema.of(check.bundles), check.conf, check.prefix));
            } else {
                check.findings(out);
            }
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(BROKEN);
        }
    }

    private void take(String word) {
        String value = word.substring(word.indexOf('=') + 1);
        switch (word.substring(0, Math.max(0, word.indexOf('=')))) {
            case "conf" -> conf = Path.of(value);
            case "bundles" -> bundles.add(Path.of(value));
            case "secrets" -> references = value.equals("no") ? References.unfollowed() : references;
            case "of" -> prefix = value;
            default -> throw new IllegalArgumentException("unknown word " + word);
        }
    }

    private void findings(PrintStream out) throws IOException {
        ConfDirectory directory = ConfDirectory.read(conf);
        Checker.Outcome outcome = new Checker(JarSchema.of(bundles), references).check(directory);
        out.println("files\t" + directory.files().size());
        outcome.problems()
                .forEach(p -> out.println(String.join(
                        "\t",
                        "problem",
                        p.fault().id(),
                        plain(p.file().toString()),
                        Integer.toString(p.line()),
                        plain(p.sentence()))));
        outcome.warnings().forEach(warning -> out.println("warning\t" + plain(warning)));
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
