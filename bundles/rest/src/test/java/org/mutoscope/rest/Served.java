package org.mutoscope.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Purchases;

/** The whole bundle behind a real Jetty on a free port, with doubles of all services. */
final class Served implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final House house = new House();
    final StubIdentity identity = new StubIdentity()
            .with("ann", Role.CREATOR)
            .with("bob", Role.CREATOR)
            .with("olga", Role.OPERATOR)
            .with("audrey", Role.AUDITOR)
            .with("root", Role.ADMIN);
    final StubBoard board = new StubBoard();
    final StubStudio studio = new StubStudio(board);
    final StubHealth health = new StubHealth(studio);
    final StubLevels levels = new StubLevels();
    final StubLedger ledger = new StubLedger();
    final StubWork work = new StubWork();
    final StubTariff tariff = new StubTariff();
    final StubClips clips = new StubClips();
    final StubShelf shelf = new StubShelf(clips);
    final StubOutward outward = new StubOutward();
    final StubCast cast = new StubCast();
    final StubNotices notices = new StubNotices();
    final StubWebhooks webhooks = new StubWebhooks();
    final StubStoryboards boards = new StubStoryboards();
    final StubFilms films = new StubFilms(board);
    final Path data;
    final Door door;
    final java.util.concurrent.atomic.AtomicReference<Ports> ports =
            new java.util.concurrent.atomic.AtomicReference<>(Ports.NONE);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    /** What was told of answers, a line each. */
    final List<String> answered = new java.util.concurrent.CopyOnWriteArrayList<>();

    Served() throws Exception {
        data = Files.createTempDirectory("mutoscope-rest");
        start();
        door = new Door(house, ports::get, data);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(door);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
    }

    /** Opens another listener, as the web server does for whoever offers one; closed with what this gives back. */
    org.osgi.framework.ServiceRegistration<?> listen(org.apache.felix.http.jetty.ConnectorFactory factory) {
        org.eclipse.jetty.server.Connector[] made = new org.eclipse.jetty.server.Connector[1];
        try {
            made[0] = factory.createConnector(server);
            server.addConnector(made[0]);
            made[0].start();
        } catch (Exception e) {
            // as there: told to the log, and the others serve
        }
        return (org.osgi.framework.ServiceRegistration<?>) java.lang.reflect.Proxy.newProxyInstance(
                Served.class.getClassLoader(),
                new Class<?>[] {org.osgi.framework.ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    if (made[0] != null) {
                        made[0].stop();
                        server.removeConnector(made[0]);
                    }
                    return null;
                });
    }

    void start() {
        house.identity = identity;
        house.jobs = board;
        house.studio = studio;
        house.ledger = ledger;
        house.work = work;
        house.plans = tariff;
        house.quota = tariff;
        house.eligibilities = tariff;
        house.clips = clips;
        house.shelf = shelf;
        house.cast = cast;
        house.outward = outward;
        house.models = new StubModels();
        house.plugins = new StubPlugins();
        house.catalogue = new StubCatalogue();
        house.backups = folder -> {
            Files.writeString(folder.resolve("mutoscope.mv.db"), "a database");
            return "Put it back.";
        };
        house.purchases = new Vouchers();
        house.notices = notices;
        house.webhooks = webhooks;
        house.storyboards = boards;
        house.prompts = boards;
        house.films = films;
        house.meters = new Figures();
        house.health = health;
        house.levels = levels;
    }

    private final class Figures implements Meters {
        @Override
        public void clip(String model, long credits, Map<String, Long> stages) {
            throw new IllegalStateException("the API counts no clips");
        }

        @Override
        public void attempt(String backend, String model, String end) {
            throw new IllegalStateException("the API makes no clips");
        }

        @Override
        public void answered(String route, int status, Duration took) {
            answered.add(route + " " + status + (took.isNegative() ? " negative" : ""));
        }

        @Override
        public String text() {
            return "a_metric 1\n";
        }
    }

    private static final class Vouchers implements Purchases {
        @Override
        public List<String> providers() {
            return List.of("voucher");
        }

        @Override
        public Receipt redeem(String accountId, String provider, String proof) {
            if (!provider.equals("voucher")) {
                throw new Problem(Code.PROVIDER_NOT_FOUND, "There is no such provider.");
            }
            return new Receipt(StubLedger.LOT, null, new Ledger.Balance(accountId, 290, 10, 0, null));
        }

        @Override
        public UUID token(String accountId) {
            return new UUID(1, 2);
        }

        @Override
        public boolean consent(String accountId) {
            return consents.contains(accountId);
        }

        @Override
        public void consent(String accountId, boolean given) {
            consents.remove(accountId);
            if (given) {
                consents.add(accountId);
            }
        }

        private final Set<String> consents = ConcurrentHashMap.newKeySet();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    HttpRequest.Builder request(String who, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(120));
        return who == null ? request : request.header("Authorization", "Bearer mk_" + who);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String who, String path) throws IOException, InterruptedException {
        return send(request(who, path).GET());
    }

    HttpResponse<byte[]> delete(String who, String path) throws IOException, InterruptedException {
        return send(request(who, path).DELETE());
    }

    HttpResponse<byte[]> post(String who, String path, String json) throws IOException, InterruptedException {
        return send(request(who, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<byte[]> multipart(String who, byte[] body) throws IOException, InterruptedException {
        return multipart(who, "/v1/videos", body);
    }

    HttpResponse<byte[]> multipart(String who, String path, byte[] body) throws IOException, InterruptedException {
        return send(request(who, path)
                .header("Content-Type", "multipart/form-data; boundary=" + Wire.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** Sends bytes as they are and reads until the server closes or the answer is whole. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()), 60_000);
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()), 60_000);
        socket.setSoTimeout(60_000);
        return socket;
    }

    @Override
    public void close() {
        door.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
