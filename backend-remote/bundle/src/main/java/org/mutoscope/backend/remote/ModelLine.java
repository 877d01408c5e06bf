package org.mutoscope.backend.remote;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.backend.remote.job.PriceRule;
import org.mutoscope.backend.remote.job.RemoteModel;

/**
 * Reads one entry of the key {@code models}: the model's name at the service, then words {@code name=value} with blanks between them.
 * Several values are parted by {@code |}, since a comma parts the models.
 */
final class ModelLine {
    private static final Set<String> USUAL =
            Set.of("as", "title", "licence", "tasks", "sizes", "seconds", "audio", "seed", "second", "clip");
    private static final Set<String> TASKS =
            Set.of(ModelOffer.TEXT_TO_VIDEO, ModelOffer.IMAGE_TO_VIDEO, ModelOffer.EDIT);

    private final String upstream;
    private final Map<String, String> words = new HashMap<>();

    private ModelLine(String line, Set<String> more) {
        String[] parts = line.strip().split("\\s+");
        upstream = parts[0];
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            if (equals < 1 || !USUAL.contains(name) && !more.contains(name)) {
                Set<String> known = new TreeSet<>(USUAL);
                known.addAll(more);
                throw new IllegalArgumentException(
                        upstream + " has a word '" + parts[i] + "'; known are NAME=VALUE with " + known);
            }
            words.put(name, parts[i].substring(equals + 1));
        }
    }

    /** @throws IllegalArgumentException with what is wrong and what would be right */
    static RemoteModel read(String line, Set<String> more, Map<String, String> facts) {
        ModelLine read = new ModelLine(line, more);
        if (!read.upstream.matches("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}")) {
            throw new IllegalArgumentException("each begins with the model's name at the service, not '" + line + "'");
        }
        return read.model(facts);
    }

    private RemoteModel model(Map<String, String> facts) {
        boolean audio = flag("audio");
        PriceRule price = PriceRule.of(word("second", ""), word("clip", ""));
        ModelOffer.Builder offer = ModelOffer.named(word("as", plain(upstream)))
                .title(word("title", upstream).replace('_', ' '))
                .licence(word("licence", "service"))
                .attribute(ModelOffer.AUDIO, Boolean.toString(audio))
                .attribute(ModelOffer.SEED, Boolean.toString(flag("seed")))
                .attribute(ModelOffer.PRICE, price.toString());
        facts.forEach(offer::attribute);
        for (String task : word("tasks", ModelOffer.TEXT_TO_VIDEO).split("\\|")) {
            if (!TASKS.contains(task)) {
                throw new IllegalArgumentException(
                        upstream + " has tasks=" + task + "; there are " + new TreeSet<>(TASKS));
            }
            offer.task(task);
        }
        seconds(offer);
        for (String size :
                word("sizes", "").isEmpty() ? new String[0] : word("sizes", "").split("\\|")) {
            if (!price.covers(FrameSize.parse(size), audio)) {
                throw new IllegalArgumentException(upstream + " has no price for " + size);
            }
            offer.size(size);
        }
        if (word("sizes", "").isEmpty() && !price.covers(new FrameSize(8191, 8191), audio)) {
            throw new IllegalArgumentException(upstream + " has any size and no price for *");
        }
        return new RemoteModel(offer.build(), upstream, audio, price, words);
    }

    private void seconds(ModelOffer.Builder offer) {
        String text = word("seconds", "");
        if (text.matches("[0-9]{1,3}-[0-9]{1,3}")) {
            int dash = text.indexOf('-');
            int last = Integer.parseInt(text.substring(dash + 1));
            for (int n = Integer.parseInt(text.substring(0, dash)); n <= last; n++) {
                offer.seconds(length(n));
            }
        } else if (text.matches("[0-9]{1,3}(\\|[0-9]{1,3})*")) {
            for (String part : text.split("\\|")) {
                offer.seconds(length(Integer.parseInt(part)));
            }
        } else if (!text.isEmpty()) {
            throw new IllegalArgumentException(upstream + " has seconds=" + text + "; write 4|8|12 or 2-10");
        }
    }

    private int length(int seconds) {
        if (seconds < 1 || seconds > 120) {
            throw new IllegalArgumentException(upstream + " has seconds beyond 1 to 120");
        }
        return seconds;
    }

    private boolean flag(String name) {
        String text = word(name, "no");
        if (!text.matches("yes|no")) {
            throw new IllegalArgumentException(upstream + " has " + name + "=" + text + "; it is yes or no");
        }
        return text.equals("yes");
    }

    private String word(String name, String otherwise) {
        return words.getOrDefault(name, otherwise);
    }

    private static String plain(String name) {
        String id =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-").replaceAll("^[.-]+", "");
        return id.length() > 64 ? id.substring(0, 64) : id;
    }
}
