package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A link on a page leads somewhere, in the repository and in the archive, where some pages stand elsewhere. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s:]+)(#[^)\\s]*)?\\)");

    @Test
    void ofTheRepository() throws IOException {
        List<Path> pages = new ArrayList<>(pages(Shipped.TOP, 1));
        pages.addAll(pages(Shipped.TOP.resolve("distribution/docs"), 9));
        pages.addAll(pages(Shipped.TOP.resolve("backend-local-cuda/models"), 9));
        leadSomewhere(pages);
    }

    @Test
    void ofTheArchive() throws IOException {
        leadSomewhere(pages(Shipped.HOME, 9));
    }

    private static List<Path> pages(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(f -> f.toString().endsWith(".md")).toList();
        }
    }

    private static void leadSomewhere(List<Path> pages) throws IOException {
        int links = 0;
        List<String> dead = new ArrayList<>();
        for (Path page : pages) {
            for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); links++) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    dead.add(Shipped.TOP.relativize(page) + " -> " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), dead);
        assertTrue(links > 50, "only " + links + " links were found");
    }
}
