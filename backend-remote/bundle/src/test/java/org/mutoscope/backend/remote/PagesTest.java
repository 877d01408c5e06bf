package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.media.SpeechSynthesizer;

/** What the pages for operators show is what the components take. */
class PagesTest {
    private static final Path PAGES = Path.of("../../distribution/docs/operate");

    @TempDir
    Path folder;

    private static String page(String name) throws IOException {
        return Files.readString(PAGES.resolve(name));
    }

    private static List<String> blocks(String page, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    /** As the configuration bundle hands it over: typed as the schema says, lists parted by commas, references replaced. */
    private static Map<String, Object> typed(Class<? extends Annotation> schema, String block) throws Exception {
        Properties read = new Properties();
        read.load(new StringReader(block.replaceAll("\\$\\{file:[^}]*}", "secret")));
        Map<String, Object> values = new TreeMap<>();
        values.put("service.pid", "x~one");
        for (String key : read.stringPropertyNames()) {
            Method method = schema.getMethod(key.replace('.', '_'));
            String text = read.getProperty(key).strip();
            if (method.getReturnType().isArray()) {
                values.put(key, text.isEmpty() ? new String[0] : text.split("\\s*,\\s*"));
            } else if (method.getReturnType() == String.class) {
                values.put(key, text);
            } else {
                values.put(key, Long.valueOf(text));
            }
        }
        return values;
    }

    private static void loads(
            String name, Class<? extends Annotation> schema, Function<Map<String, ?>, Instance> reader)
            throws Exception {
        String page = page(name);
        List<String> blocks = blocks(page, "properties");
        assertFalse(blocks.isEmpty(), name);
        for (String block : blocks) {
            assertFalse(reader.apply(typed(schema, block)).models().isEmpty(), block);
        }
        assertTrue(page.contains("conf/" + schema.getField("PID").get(null) + "~NAME.cfg"), name);
    }

    @Test
    void everyConfigurationOnThePagesLoads() throws Exception {
        loads("remote-openai-videos.md", OpenAiVideosConfig.class, OpenAiVideosComponent::instance);
        loads("remote-runway.md", RunwayConfig.class, RunwayComponent::instance);
        loads("remote-fal.md", FalConfig.class, FalComponent::instance);
        loads("remote-gemini-veo.md", VeoConfig.class, VeoComponent::instance);
    }

    @Test
    void theWorkflowOnThePageIsOne() throws Exception {
        String page = page("remote-comfyui.md");
        Path workflow =
                Files.writeString(folder.resolve("w.json"), blocks(page, "json").get(0));
        String block = blocks(page, "properties").get(0).replaceAll("/etc/\\S*\\.json", workflow.toString());
        assertEquals(
                1,
                ComfyUiComponent.instance(typed(ComfyUiConfig.class, block))
                        .models()
                        .size());
    }

    @Test
    void theCreationPageLoads() throws Exception {
        List<String> blocks = blocks(page("remote-creation.md"), "properties");
        ImagesComponent.images(Setup.of(ImagesConfig.class, typed(ImagesConfig.class, blocks.get(0))));
        ChatComponent.chat(Setup.of(ChatConfig.class, typed(ChatConfig.class, blocks.get(1))));
    }

    @Test
    void theSpeechPageLoads() throws Exception {
        String page = page("remote-speech.md");
        List<String> blocks = blocks(page, "properties");
        assertEquals(2, blocks.size());
        for (String block : blocks) {
            Setup setup = Setup.of(SpeechConfig.class, typed(SpeechConfig.class, block));
            SpeechComponent.speech(setup);
            assertEquals("one", SpeechComponent.names(setup).get(SpeechSynthesizer.ID));
        }
        assertTrue(page.contains("conf/" + SpeechConfig.PID + "~NAME.cfg"));
        for (Method method : SpeechConfig.class.getDeclaredMethods()) {
            String key = method.getName().replace('_', '.');
            assertTrue(page.contains("| `" + key + "` |"), key);
        }
    }

    @Test
    void everyKeyIsExplained() throws Exception {
        String all = page("remote.md") + page("remote-openai-videos.md");
        for (Class<?> schema : List.of(
                OpenAiVideosConfig.class, RunwayConfig.class, FalConfig.class, VeoConfig.class, ComfyUiConfig.class)) {
            for (Method method : schema.getDeclaredMethods()) {
                String key = method.getName().replace('_', '.');
                assertTrue(all.contains("`" + key + "`"), key + " of " + schema.getSimpleName());
            }
        }
        String creation = page("remote-creation.md");
        for (Class<?> schema : List.of(ImagesConfig.class, ChatConfig.class)) {
            for (Method method : schema.getDeclaredMethods()) {
                assertTrue(creation.contains("\n" + method.getName().replace('_', '.')), method.getName());
            }
        }
    }
}
