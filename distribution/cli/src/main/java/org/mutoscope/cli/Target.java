package org.mutoscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which platform a command talks to, and how it answers. Options first, then environment, then the config file, then a local data directory. */
final class Target {
    private static final String DEFAULT_URL = "http://127.0.0.1:8484";

    @Option(names = "--url", paramLabel = "URL", description = "address of the platform (default: " + DEFAULT_URL + ")")
    private String url;

    @Option(names = "--key", paramLabel = "KEY", description = "API key (mk_...)")
    private String key;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "data directory of a platform on this machine: its address and admin key are used")
    private Path data;

    @Option(names = "--json", description = "print JSON, one object")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Opens the client. */
    Api open() {
        Properties file = file();
        String address = first(url, System.getenv("MUTOSCOPE_URL"), file.getProperty("url"), local("url"), DEFAULT_URL);
        String secret = first(key, System.getenv("MUTOSCOPE_KEY"), file.getProperty("key"), local("key"));
        try {
            return new Api(
                    URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address), secret);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, address + " is no address; write it as http://host:port", e);
        }
    }

    private static String first(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value.trim();
            }
        }
        return null;
    }

    private static Properties file() {
        Properties properties = new Properties();
        Path file = Path.of(System.getProperty("user.home", "."), ".config", "mutoscope", "cli.properties");
        if (Files.isReadable(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new Failure(Failure.FILE, "cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return properties;
    }

    private String local(String what) {
        if (data == null) {
            return null;
        }
        Path admin = data.resolve("run").resolve("admin.url");
        try {
            if (!what.equals("key") && Files.exists(admin)) {
                return Files.readString(admin);
            }
            return what.equals("key")
                    ? Files.readString(data.resolve("admin.key"))
                    : new ObjectMapper()
                            .readTree(data.resolve("run").resolve("ready.json").toFile())
                            .path("url")
                            .asText();
        } catch (IOException e) {
            throw new Failure(
                    Failure.UNAVAILABLE,
                    "no platform runs on " + data + " (" + e.getMessage() + "); start it with: mutoscope up --data "
                            + data,
                    e);
        }
    }
}
