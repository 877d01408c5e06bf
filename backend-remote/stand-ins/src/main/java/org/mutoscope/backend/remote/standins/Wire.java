package org.mutoscope.backend.remote.standins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A small HTTP/1.1 server on loopback. The JDK's own is not used, because it can neither cut a connection where a test wants it cut, nor
 * lie about a length, nor turn a connection into a WebSocket.
 */
final class Wire implements AutoCloseable {
    /** Answers one request. */
    interface Handler {
        /** @return whether the connection serves another request */
        boolean handle(Asked asked, Line line) throws IOException;
    }

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread thread = new Thread(r, "stand-in");
        thread.setDaemon(true);
        return thread;
    });

    /** @param port 0 for any */
    Wire(int port) {
        try {
            server = new ServerSocket();
            server.setReuseAddress(true); // a stand-in that is started again at once takes its old port
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    void open(Handler handler) {
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    threads.execute(() -> serve(socket, handler));
                } catch (IOException | RejectedExecutionException e) {
                    // closed; the loop ends
                }
            }
        });
    }

    private void serve(Socket socket, Handler handler) {
        try (Line line = new Line(socket)) {
            for (Asked asked = line.read(); asked != null; asked = line.read()) {
                if (!handler.handle(asked, line)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client left, or talked no HTTP; it sees the end of the connection.
        } finally {
            sockets.remove(socket);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
