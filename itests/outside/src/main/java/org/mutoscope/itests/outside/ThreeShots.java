package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The promise R18: a script becomes a narrated film on the shipped model and an offline voice, priced before. */
final class ThreeShots {
    private static final String SCRIPT =
            "A cat runs through the forest.\n\nA dog sits on the beach.\n\nA bird flies over the city.";
    private static final Pattern LOUDEST = Pattern.compile("max_volume: (-?[0-9]+)");
    /** Silence is -91 dB, a voice at the loudness of films far above this. */
    private static final int AUDIBLE = -30;

    private static final long TOLERANCE_MILLIS = 250;

    private final Platform platform;

    ThreeShots(Platform platform) {
        this.platform = platform;
    }

    void run() throws Exception {
        Http account = platform.account("R18", 1_000);
        await(Duration.ofSeconds(120), "the shipped model is offered", () -> {
            try {
                return account.get("/v1/models").json().toString().contains("sprite-1");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        JsonNode board = edited(account);
        String path = "/api/v1/storyboards/" + board.path("id").asText();
        JsonNode quote = account.post(path + "/quote", Map.of()).json();
        long credits = quote.path("credits").asLong();
        long before = account.available();
        check(credits > 0, "the quote is " + quote);
        String id = order(account, path, quote);
        equal(id, order(account, path, quote), "the same order again");
        equal(before - credits, account.available(), "credits while it is made");
        JsonNode film = account.await(id, Duration.ofSeconds(300));
        equal("completed", film.path("status").asText(), "status " + film.path("error"));
        equal(credits, film.path("mutoscope").path("credits_captured").asLong(), "captured");
        equal(before - credits, account.available(), "credits after it");
        Path file = Files.createTempFile("mutoscope-film-", ".mp4");
        try {
            Files.write(file, account.bytes("/v1/videos/" + id + "/content"));
            watch(file, board);
        } finally {
            Files.delete(file);
        }
    }

    /** A draft of the script, its second shot changed. */
    private static JsonNode edited(Http account) throws Exception {
        JsonNode board = account.post(
                        "/api/v1/storyboards",
                        Map.of("script", SCRIPT, "model", "sprite-1", "size", "360x640", "writer", "sentences"))
                .json();
        equal(3, board.path("shots").size(), "shots");
        ObjectMapper json = new ObjectMapper();
        Map<String, Object> changed =
                json.convertValue(board, json.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        List<Map<String, Object>> shots = new ArrayList<>();
        for (JsonNode shot : board.path("shots")) {
            shots.add(json.convertValue(
                    shot, json.getTypeFactory().constructMapType(Map.class, String.class, Object.class)));
        }
        shots.get(1).put("transition", "dissolve");
        changed.put("shots", shots);
        JsonNode second = account.put("/api/v1/storyboards/" + board.path("id").asText(), changed)
                .json();
        equal(2, second.path("version").asInt(), "version");
        equal("dissolve", second.at("/shots/1/transition").asText(), "transition");
        return second;
    }

    private static String order(Http account, String path, JsonNode quote) throws Exception {
        return account.post(
                        path + "/videos",
                        Map.of("quote_id", quote.path("quote_id").asText(), "seed", 7),
                        "Idempotency-Key",
                        "R18")
                .json()
                .path("id")
                .asText();
    }

    /** One file with picture and sound, as long as its shots, a voice in each of them. */
    private void watch(Path file, JsonNode board) throws Exception {
        String told = platform.media(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "stream=codec_name:format=duration",
                "-of",
                "json",
                file.toString());
        // behind what the loader says about the libraries
        JsonNode facts = new ObjectMapper().readTree(told.substring(Math.max(0, told.indexOf('{'))));
        check(told.contains("\"h264\"") && told.contains("\"aac\""), "streams " + facts.path("streams"));
        long lasts = Math.round(facts.path("format").path("duration").asDouble() * 1_000);
        long wanted = board.path("seconds").asLong() * 1_000;
        check(Math.abs(lasts - wanted) <= TOLERANCE_MILLIS, "it lasts " + lasts + " ms and should " + wanted);
        int from = 0;
        for (JsonNode shot : board.path("shots")) {
            int seconds = shot.path("seconds").asInt();
            String heard = platform.media(
                    "ffmpeg",
                    "-hide_banner",
                    "-nostdin",
                    "-ss",
                    String.valueOf(from),
                    "-t",
                    String.valueOf(seconds),
                    "-i",
                    file.toString(),
                    "-vn",
                    "-af",
                    "volumedetect",
                    "-f",
                    "null",
                    "-");
            Matcher loudest = LOUDEST.matcher(heard);
            check(loudest.find(), "no volume in " + heard);
            check(
                    Integer.parseInt(loudest.group(1)) > AUDIBLE,
                    "in shot " + shot.path("number").asInt() + " nobody speaks: " + loudest.group() + " dB");
            from += seconds;
        }
    }

    /** Runs one of the programs that the platform unpacked, with the libraries beside it. */
}
