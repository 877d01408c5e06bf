package org.mutoscope.studio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.pages.Pages;

/** The files of the studio: all there, nothing else, no address but our own, no script inside a page, every text in every language. */
class StudioPagesTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/mutoscope/studio");
    private static final int MOST_BYTES = 150 * 1024;
    private final StudioPages pages = new StudioPages();

    private String text(String name) {
        return new String(pages.find(name).orElseThrow().content(false), StandardCharsets.UTF_8);
    }

    private List<String> scripts() {
        return StudioPages.FILES.stream().filter(name -> name.endsWith(".js")).toList();
    }

    @Test
    void theListNamesEveryFileAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)),
                    new TreeSet<>(StudioPages.FILES));
        }
    }

    @Test
    void eachFileHasItsTypeAndATagThatFollowsItsContent() throws IOException {
        Set<String> tags = new HashSet<>();
        for (String name : StudioPages.FILES) {
            Pages.Page page = pages.find(name).orElseThrow();
            assertArrayEquals(Files.readAllBytes(FOLDER.resolve(name)), page.content(false), name);
            assertTrue(page.tag().matches("[0-9a-f]{32}"), page.tag());
            assertTrue(tags.add(page.tag()), name);
            assertTrue(page.type().endsWith("; charset=utf-8"), page.type());
        }
        assertEquals("text/html; charset=utf-8", pages.find("").orElseThrow().type());
        assertEquals(
                "text/css; charset=utf-8",
                pages.find("studio.css").orElseThrow().type());
        assertEquals(
                "text/javascript; charset=utf-8",
                pages.find("app.js").orElseThrow().type());
        assertEquals(
                "application/json; charset=utf-8",
                pages.find("ja.json").orElseThrow().type());
        assertEquals(
                "image/svg+xml; charset=utf-8",
                pages.find("icon.svg").orElseThrow().type());
    }

    @Test
    void whatIsPackedIsTheSameAndSmallEnoughForAFirstLoad() throws IOException {
        int all = 0;
        for (String name : StudioPages.FILES) {
            byte[] packed = pages.find(name).orElseThrow().content(true);
            all += packed.length;
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                assertArrayEquals(pages.find(name).orElseThrow().content(false), in.readAllBytes(), name);
            }
        }
        assertTrue(all <= MOST_BYTES, all + " bytes");
    }

    @Test
    void nothingElseCanBeRead() {
        for (String name : List.of(
                "..",
                ".",
                "/",
                "../StudioPages.class",
                "StudioPages.class",
                "..%2fapp.js",
                "./app.js",
                "/app.js",
                "app.js/",
                "APP.JS",
                "app.js\0",
                "index.html ",
                "\\app.js")) {
            assertTrue(pages.find(name).isEmpty(), name);
        }
        assertNotEquals(
                pages.find("").orElseThrow().tag(),
                pages.find("app.js").orElseThrow().tag());
    }

    @Test
    void everythingThatIsReferredToIsThere() {
        Pattern imports = Pattern.compile("from '\\./([^']+)'");
        Pattern links = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");
        int found = 0;
        for (String name : StudioPages.FILES) {
            Matcher matcher = (name.endsWith(".js") ? imports : links).matcher(text(name));
            while (matcher.find()) {
                found++;
                assertTrue(pages.find(matcher.group(1)).isPresent(), name + " wants " + matcher.group(1));
            }
        }
        assertTrue(found > 30, found + " references");
        Set<String> exported = new TreeSet<>();
        Pattern names = Pattern.compile("import \\{([^}]+)\\} from '\\./([^']+)'");
        for (String name : scripts()) {
            Matcher matcher = names.matcher(text(name));
            while (matcher.find()) {
                for (String one : matcher.group(1).split(",")) {
                    String wanted = one.trim();
                    exported.add(wanted);
                    assertTrue(
                            Pattern.compile("export (async )?(function|class|const|let) " + wanted + "\\b")
                                    .matcher(text(matcher.group(2)))
                                    .find(),
                            name + " wants " + wanted + " of " + matcher.group(2));
                }
            }
        }
        assertTrue(exported.size() > 30, exported.toString());
    }

    @Test
    void noOtherAddressAndNoScriptInsideThePage() {
        for (String name : StudioPages.FILES) {
            String text = text(name).replace("http://www.w3.org/2000/svg", "");
            assertFalse(
                    Pattern.compile("(?i)(https?:)?//[a-z0-9]").matcher(text).find(), name);
            assertFalse(text.contains("@import") || text.contains("url("), name);
        }
        String page = text("");
        assertFalse(
                Pattern.compile("(?is)<script[^>]*>\\s*[^<\\s]").matcher(page).find(), "a script inside the page");
        assertFalse(Pattern.compile("(?i)<style|\\sstyle=|\\son[a-z]+=|javascript:")
                .matcher(page)
                .find());
    }

    @Test
    void textIsNeverMadeMarkupAndModulesDoNotWaitWhileTheyLoad() {
        Pattern markup =
                Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|"
                        + "setAttribute\\('style'|DOMParser|srcdoc");
        for (String name : scripts()) {
            String text = text(name);
            assertFalse(markup.matcher(text).find(), name);
            for (String line : text.split("\n")) {
                assertFalse(
                        line.matches("(const \\w+ = |let \\w+ = )?await .*"),
                        name + " waits at its top, which may hold up all others: " + line);
            }
        }
    }

    @Test
    void everyTextIsThereInEachLanguageWithTheSamePlaces() {
        Map<String, String> english = messages("en.json");
        Map<String, String> japanese = messages("ja.json");
        assertEquals(english.keySet(), japanese.keySet());
        english.forEach((key, text) -> {
            assertFalse(text.isBlank(), key);
            assertFalse(japanese.get(key).isBlank(), key);
            assertEquals(places(text), places(japanese.get(key)), key);
        });
        Set<String> families =
                english.keySet().stream().map(key -> key.split("\\.")[0]).collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (String name : scripts()) {
            Pattern.compile("'([a-z]+\\.[a-z_]+)'")
                    .matcher(text(name))
                    .results()
                    .map(found -> found.group(1))
                    .filter(key -> families.contains(key.split("\\.")[0]))
                    .forEach(used::add);
            assertFalse(
                    Pattern.compile("\\bt\\('[^']*' ?\\+").matcher(text(name)).find(), name + " puts keys together");
        }
        used.remove("icon.svg");
        assertEquals(new TreeSet<>(english.keySet()), used, "texts that are missing, or that nothing shows");
    }

    private static Set<String> places(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\{\\w+\\}").matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private Map<String, String> messages(String name) {
        Map<String, String> found = new TreeMap<>();
        String text = text(name);
        Matcher line = Pattern.compile("(?m)^ \"([a-z_.]+)\": \"(.*)\",?$").matcher(text);
        while (line.find()) {
            assertFalse(found.containsKey(line.group(1)), line.group(1) + " is there twice");
            found.put(line.group(1), line.group(2));
        }
        assertEquals(text.lines().count() - 2, found.size(), name + " has a line that is none");
        return found;
    }
}
