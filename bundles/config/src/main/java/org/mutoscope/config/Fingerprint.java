package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Names, sizes and times of the configuration files: equal as long as nobody has changed anything. */
record Fingerprint(Map<String, String> files) {

    static Fingerprint of(Path directory) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(directory)) {
            paths.filter(path -> path.toString().endsWith(ConfFileReader.SUFFIX))
                    .forEach(path -> files.put(path.toString(), state(path)));
        } catch (IOException e) {
            files.put(directory.toString(), "cannot be listed");
        }
        return new Fingerprint(files);
    }

    private static String state(Path path) {
        try {
            return Files.size(path) + " " + Files.getLastModifiedTime(path).toMillis();
        } catch (IOException e) {
            return "gone";
        }
    }
}
