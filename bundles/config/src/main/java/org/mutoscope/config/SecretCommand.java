package org.mutoscope.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mutoscope.config.References.Dangling;

/** A program that prints a secret, such as that of a password store. Whoever may write configuration decides which. */
final class SecretCommand {
    /** More is no secret. */
    private static final int LARGEST = 64 << 10;

    private SecretCommand() {}

    /**
     * Runs {@code sh -c WORDS} and gives what it prints, without the last line break.
     *
     * @throws Dangling if it fails, prints nothing or too much, or takes too long; what it has printed is never told
     */
    static String run(String words, Duration patience) throws Dangling {
        String name = "the command " + words.strip().split("\\s", 2)[0]; // what follows may be a secret itself
        Process process = null;
        try {
            process = new ProcessBuilder("sh", "-c", words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return text(printed(process, patience));
        } catch (TimeoutException e) {
            throw new Dangling(name + " has not ended within " + patience.toSeconds() + " s");
        } catch (CharacterCodingException e) {
            throw new Dangling(name + " prints no UTF-8");
        } catch (IOException e) {
            throw new Dangling(name + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Dangling(name + " was interrupted");
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static byte[] printed(Process process, Duration patience)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getInputStream().readNBytes(LARGEST + 1);
            } catch (IOException e) {
                return new byte[0]; // it was ended: nobody asks any more
            }
        });
        long until = System.nanoTime() + patience.toNanos();
        try {
            byte[] printed = reading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (printed.length > LARGEST) {
                throw new IOException("it prints more than 64 KiB");
            }
            if (!process.waitFor(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with exit code " + process.exitValue() + "; run it by hand to see why");
            }
            return printed;
        } catch (ExecutionException e) {
            throw new IOException("what it prints cannot be read", e);
        }
    }

    private static String text(byte[] printed) throws IOException {
        String secret = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(printed))
                .toString()
                .replaceFirst("\\R\\z", "");
        if (secret.isEmpty()) {
            throw new IOException("it prints nothing");
        }
        return secret;
    }
}
