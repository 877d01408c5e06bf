package org.mutoscope.itests.outside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a Java process keeps, after a full collection of its garbage.
 *
 * @param loaders class loaders of bundles
 * @param frameworks instances of the framework itself, of which each plan makes a second one for a moment
 * @param bytes of all objects
 */
record Footprint(long loaders, long frameworks, long bytes) {
    private static final String LOADER = "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";
    private static final String FRAMEWORK = "org.apache.felix.framework.Felix";
    private static final double MEGABYTE = 1_000_000.0;

    /** Asks the JDK's own tool. */
    static Footprint of(long pid) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Promises.equal(0, tool.waitFor(), "exit code of jcmd, which said " + Workshop.end(said));
        long loaders = 0;
        long frameworks = 0;
        long bytes = 0;
        for (String line :
                said.lines().toList()) { // "12:  40  3520  class name (module)", and "Total  1234  56789" in the end
            String[] words = line.strip().split("\\s+");
            if (words[0].equals("Total")) {
                bytes = Long.parseLong(words[2]);
            } else if (words.length > 3 && words[3].equals(LOADER)) {
                loaders += Long.parseLong(words[1]);
            } else if (words.length > 3 && words[3].equals(FRAMEWORK)) {
                frameworks += Long.parseLong(words[1]);
            }
        }
        Promises.check(loaders > 0 && bytes > 0, "jcmd said " + Workshop.end(said));
        return new Footprint(loaders, frameworks, bytes);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d class loaders, %d frameworks, %.1f MB", loaders, frameworks, bytes / MEGABYTE);
    }
}
