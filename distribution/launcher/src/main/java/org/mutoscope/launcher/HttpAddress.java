package org.mutoscope.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Where the platform listens, tried out before anything is started: a port that is taken is the most common failed
 * start, and from inside the web server it would read as a stack trace.
 *
 * @param host as given on the command line
 * @param port never 0
 */
record HttpAddress(String host, int port) {

    /** Checks that the port can be had; port 0 is replaced by one that is free now. */
    static HttpAddress claim(String host, int port) throws LaunchException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return new HttpAddress(host, socket.getLocalPort());
        } catch (UnknownHostException e) {
            throw new LaunchException(ExitCode.USAGE, "--host " + host + " is not an address of this machine");
        } catch (IOException e) {
            throw new LaunchException(
                    ExitCode.PORT_TAKEN,
                    "cannot listen on " + host + " port " + port + " (" + e.getMessage()
                            + "); choose another port with --port N, or any free one with --port 0");
        }
    }

    /** A base URL that works on this machine, whatever address was bound. */
    String url() {
        boolean any = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        String name = any ? "127.0.0.1" : host;
        return "http://" + (name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name) + ":" + port;
    }
}
