package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A payment service on paper: the program of the distribution, started as the operator's page says, in a process of its own. */
final class StandIn implements AutoCloseable {
    private final Process process;
    private final String file;
    private final String settings;
    private final String url;

    /** Starts it and has the platform believe it. @param name stripe or googleplay */
    StandIn(String name, Platform platform) throws IOException {
        process = new ProcessBuilder(
                        "java",
                        "-Xmx128m",
                        "-jar",
                        jar().toString(),
                        name,
                        "port=0",
                        "notify=" + platform.url() + "/api/v1/billing/" + name + "/notices")
                .redirectErrorStream(true)
                .start();
        List<String> said = said();
        file = said.get(0).replaceFirst("# conf/", "");
        Path key = Files.createTempFile("mutoscope-stand-in-", ".json");
        StringBuilder lines = new StringBuilder();
        for (String line : said) {
            if (line.startsWith("{")) {
                Files.writeString(key, line);
            } else {
                lines.append(line.replace("KEY.json", key.toString())).append('\n');
            }
        }
        settings = lines.toString();
        url = settings.replaceFirst("(?s).*\nserver=([^\n]*)\n.*", "$1");
        platform.configure(file, settings);
    }

    private static Path jar() throws IOException {
        try (var jars = Files.newDirectoryStream(Platform.HOME.resolve("lib/stand-ins"), "*.jar")) {
            return jars.iterator().next();
        }
    }

    private List<String> said() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.startsWith("# curl")) {
                return lines;
            }
        }
        throw new IOException("the stand-in ended: " + lines);
    }

    /** Has something done at its counter. @param query without a question mark @return the id that it answers with */
    String ask(String verb, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/stand-in/" + verb + '?' + query))
                .timeout(Duration.ofSeconds(120))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body = new ObjectMapper().readTree(answer.body());
        Promises.check(answer.statusCode() == 200, verb + " at the stand-in: " + answer.body());
        return body.path("id").asText();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
