package org.mutoscope.provenance.log;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks witnesses (C2SP tlog-witness) to sign a checkpoint too. A witness that has signed two checkpoints has seen that the later continues the earlier, so
 * that an operator cannot show two histories. What a witness answers is checked; one that does not answer holds nothing up. For one thread.
 */
final class Witnesses {
    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CONFLICT = 409;
    private static final int OK = 200;
    private static final int MOST = 65_536;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<Witness> witnesses;
    private final Map<Witness, Long> seen = new HashMap<>();

    /** @param witnesses each a verifier key, a blank and an address */
    Witnesses(List<String> witnesses) throws IOException {
        List<Witness> parsed = new ArrayList<>();
        for (String one : witnesses) {
            if (!one.isBlank()) {
                parsed.add(Witness.parse(one.strip()));
            }
        }
        this.witnesses = List.copyOf(parsed);
    }

    /** One of them. */
    private record Witness(NoteKey key, URI address) {
        static Witness parse(String text) throws IOException {
            String[] words = text.split("\\s+");
            if (words.length != 2 || !words[1].matches("https?://\\S+")) {
                throw new IOException("witness=" + text + ": a verifier key, a blank and an address are a witness");
            }
            NoteKey key = NoteKey.parse(words[0]);
            if (key.type() != NoteKey.COSIGNATURE) {
                throw new IOException("witness=" + text + ": that is the key of a log, not of a witness");
            }
            return new Witness(key, URI.create(words[1].replaceAll("/+$", "") + "/add-checkpoint"));
        }
    }

    boolean isEmpty() {
        return witnesses.isEmpty();
    }

    /** The checkpoint with what witnesses signed. */
    Checkpoint ask(Log log) throws InterruptedException {
        Checkpoint signed = log.checkpoint();
        for (Witness witness : witnesses) {
            try {
                signed = ask(log, witness, signed);
            } catch (IOException e) {
                LOG.warn("witness {} did not sign a checkpoint: {}", witness.key.name(), e.getMessage());
            }
        }
        return signed;
    }

    private Checkpoint ask(Log log, Witness witness, Checkpoint signed) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send(log, witness, signed);
        if (answer.statusCode() == CONFLICT) {
            String size = text(answer).strip();
            if (!size.matches("0|[1-9][0-9]{0,17}") || Long.parseLong(size) > signed.size()) {
                throw new IOException("it has seen another history of this log: " + size);
            }
            seen.put(witness, Long.parseLong(size));
            answer = send(log, witness, signed);
        }
        if (answer.statusCode() != OK) {
            answer.body().close();
            throw new IOException("it answered " + answer.statusCode());
        }
        Checkpoint more = signed;
        for (String line : text(answer).lines().toList()) {
            List<String> lines = new ArrayList<>(signed.signatures());
            lines.add(line);
            Checkpoint with = new Checkpoint(signed.origin(), signed.size(), signed.root(), lines);
            more = with.isSignedBy(witness.key) ? with : more;
        }
        if (!more.isSignedBy(witness.key)) {
            throw new IOException("what it answered is not its signature");
        }
        seen.put(witness, signed.size());
        return more;
    }

    private HttpResponse<InputStream> send(Log log, Witness witness, Checkpoint signed)
            throws IOException, InterruptedException {
        long old = Math.min(seen.getOrDefault(witness, 0L), signed.size());
        StringBuilder body = new StringBuilder("old ").append(old).append('\n');
        log.consistency(old).forEach(hash -> body.append(Base64.getEncoder().encodeToString(hash))
                .append('\n'));
        body.append('\n').append(signed.note());
        HttpRequest request = HttpRequest.newBuilder(witness.address)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String text(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream in = answer.body()) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        }
    }
}
