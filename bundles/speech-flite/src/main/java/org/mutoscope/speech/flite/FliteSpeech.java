package org.mutoscope.speech.flite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks English, in a child process of its own for each text: no network, no state. */
final class FliteSpeech implements SpeechSynthesizer {
    /** Longest text, in characters. */
    static final int LONGEST = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(FliteSpeech.class);

    private final Path program;
    private final FliteConfig config;

    private FliteSpeech(Path program, FliteConfig config) {
        this.program = program;
        this.config = config;
    }

    /** The voice, if its program is there. */
    static Optional<FliteSpeech> find(FliteConfig config) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(config.program()))
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> new FliteSpeech(found, config));
    }

    @Override
    public AudioFormat speak(String text, String language, Path target) throws IOException, InterruptedException {
        if (!language.toLowerCase(Locale.ROOT).matches("en(-.*)?")) {
            throw new IOException("The offline voice speaks English only, not " + language
                    + ". Leave the narration out, or ask the operator for a voice service.");
        }
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IOException("A text to speak has 1 to " + LONGEST + " characters.");
        }
        Path folder = Files.createTempDirectory(target.toAbsolutePath().getParent(), "speech-");
        try {
            Path words = folder.resolve("words.txt");
            Path spoken = folder.resolve("spoken.wav");
            Files.writeString(
                    words, text); // in a file: nothing of it is taken for an option, and no list of processes shows it
            run(List.of(program.toString(), "-voice", config.voice(), "-f", words.toString(), "-o", spoken.toString()));
            return Wave.unwrap(spoken, target);
        } finally {
            for (String name : List.of("words.txt", "spoken.wav")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        }
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        environment.clear();
        Process process = builder.start();
        try {
            if (!process.waitFor(config.at_most_seconds(), TimeUnit.SECONDS)) {
                throw new IOException("The voice took longer than " + config.at_most_seconds() + " s.");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            LOG.warn("{} ended with {}", program, process.exitValue());
            throw new IOException("The voice failed; the operator finds more in the log.");
        }
    }
}
