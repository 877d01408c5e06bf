package org.mutoscope.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.BundleException;

/** Entry point of {@code mutoscope up}. Expects the system property {@code mutoscope.home}. */
public final class Main {
    private Main() {}

    /** Runs the platform in the foreground; the process ends with an {@link ExitCode}. */
    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            Options options = Options.parse(Path.of(System.getProperty(FrameworkSettings.HOME, ".")), arguments);
            try (DataDirectory data = DataDirectory.open(options.data())) {
                return run(options, data);
            }
        } catch (LaunchException e) {
            return fail(e.exitCode(), e.getMessage());
        } catch (BundleException | IOException e) {
            return fail(ExitCode.INTERNAL, "the framework cannot start: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        }
    }

    private static int run(Options options, DataDirectory data)
            throws LaunchException, IOException, BundleException, InterruptedException {
        Path bundles = options.home().resolve("lib").resolve("bundles");
        List<LockedBundle> locked = locked(options.home().resolve(LockFile.NAME));
        new DigestCheck(bundles, data.run().resolve("verified")).verify(locked);
        HttpAddress address = HttpAddress.claim(options.host(), options.port());
        Files.deleteIfExists(data.run().resolve("ready.json")); // of a run that was killed
        Files.deleteIfExists(data.run().resolve("admin.url"));
        Files.writeString(data.run().resolve("url"), address.url());

        Map<String, String> settings =
                FrameworkSettings.of(options, address, data.run().resolve("felix"));
        settings.forEach(Main::publish);
        // Until the log bundles run, libraries would tell the console about every detail of their start.
        Logger.getLogger("").setLevel(Level.WARNING);
        Platform platform = new Platform(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(platform::stop, "mutoscope-stop"));
        platform.install(
                bundles,
                locked.stream()
                        .filter(bundle -> options.shell() || bundle.startLevel() != Platform.SHELL_LEVEL)
                        .toList());
        platform.start(System.err);
        platform.awaitStop();
        return Integer.getInteger(FrameworkSettings.EXIT_CODE, ExitCode.OK);
    }

    private static List<LockedBundle> locked(Path file) throws LaunchException {
        try {
            return LockFile.read(file);
        } catch (IOException e) {
            throw new LaunchException(
                    ExitCode.DAMAGED, "the distribution is damaged, unpack or build it again: " + e.getMessage());
        }
    }

    private static void publish(String key, String value) {
        if (FrameworkSettings.isForLibraries(key)) {
            System.setProperty(key, value);
        }
    }

    private static int fail(int exitCode, String sentence) {
        System.err.println("mutoscope: " + sentence);
        return exitCode;
    }
}
