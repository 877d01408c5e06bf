package org.mutoscope.launcher;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line decides.
 *
 * @param home the unpacked distribution
 * @param data everything the platform writes
 * @param conf the configuration files
 * @param host the address to listen on; loopback unless told otherwise
 * @param port the HTTP port, 0 for any free one
 * @param shell whether the terminal becomes a shell of the framework
 */
record Options(Path home, Path data, Path conf, String host, int port, boolean shell) {
    static final int DEFAULT_PORT = 8484;
    static final String DEFAULT_HOST = "127.0.0.1";
    static final String USAGE =
            """
            usage: mutoscope up [--port N] [--host H] [--data DIR] [--conf DIR] [--shell]
              --port N    HTTP port, 0 for any free one (default 8484)
              --host H    address to listen on (default 127.0.0.1: this machine only)
              --data DIR  where the platform keeps everything it writes (default ./data)
              --conf DIR  configuration files (default: conf/ of the distribution)
              --shell     this terminal becomes a shell with the commands plugin:...; its end stops the platform""";

    /** Reads the arguments after {@code up}. */
    static Options parse(Path home, List<String> arguments) throws LaunchException {
        Path data = Path.of("data");
        Path conf = home.resolve("conf");
        String host = DEFAULT_HOST;
        int port = DEFAULT_PORT;
        boolean shell = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            switch (name) {
                case "--port" -> port = port(value(argument, equals, rest));
                case "--host" -> host = value(argument, equals, rest);
                case "--data" -> data = Path.of(value(argument, equals, rest));
                case "--conf" -> conf = Path.of(value(argument, equals, rest));
                case "--shell" -> shell = flag(argument, equals);
                default -> throw usage("unknown option " + argument);
            }
        }
        return new Options(absolute(home), absolute(data), absolute(conf), host, port, shell);
    }

    private static boolean flag(String argument, int equals) throws LaunchException {
        if (equals >= 0) {
            throw usage(argument.substring(0, equals) + " takes no value");
        }
        return true;
    }

    private static String value(String argument, int equals, Iterator<String> rest) throws LaunchException {
        if (equals >= 0) {
            return argument.substring(equals + 1);
        }
        if (!rest.hasNext()) {
            throw usage(argument + " needs a value");
        }
        return rest.next();
    }

    private static int port(String text) throws LaunchException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // answered below, together with numbers out of range
        }
        throw usage("--port is a number from 0 to 65535, not " + text);
    }

    private static LaunchException usage(String problem) {
        return new LaunchException(ExitCode.USAGE, problem + System.lineSeparator() + USAGE);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
