package org.mutoscope.guard.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Name;

/**
 * Texts of 300 characters against 100,000 names on one thread: per second, 99th percentile, bytes, time to file them, time for one more
 * name. {@code ./mvnw -Pfast -pl bundles/guard-names -am -Dtest=NamesBench -Dsurefire.failIfNoSpecifiedTests=false test}
 */
class NamesBench {
    private static final int NAMES = Integer.getInteger("mutoscope.names", 100_000);
    private static final int TEXTS = Integer.getInteger("mutoscope.texts", 20_000);
    private static final String[] STARTS =
            "ka mi ro ta ve lo shu ber dan ki tor gal fen mar sil wo dra ny qua zel oth pra".split(" ");
    private static final String[] ENDS =
            "rin dor mak les via ton berg wyn sko ral dine sson ita ovic mura let".split(" ");
    private static final String[] ORDINARY =
            ("a the of in on with under over and slow motion camera pans across quiet village morning light golden hour river mountain"
                            + " child running through field flowers close portrait woman wearing coat street rain reflections neon"
                            + " vintage film grain detailed texture wide angle aerial drone shot ocean waves crashing against rocks sunset")
                    .split(" ");

    @Test
    void measure() {
        Random random = new Random(7);
        System.out.println("seed 7, " + NAMES + " names, texts of 300 characters, one thread");
        long before = used();
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            names.add(new Name("s" + i, "character", name(random), "en", Set.of(), 0, List.of()));
        }
        long listed = used();
        long start = System.nanoTime();
        Names all = Names.NONE.with(names);
        System.out.printf("filed in %d ms%n", millis(start));
        System.out.printf(
                "names themselves %d MB, index %d MB (its arrays %d MB)%n",
                (listed - before) >> 20, (used() - listed) >> 20, all.bytes() >> 20);
        List<Name> more = new ArrayList<>(names);
        more.add(new Name("new", "character", "Captain Zyblorg", "en", Set.of(), 0, List.of()));
        start = System.nanoTime();
        Names changed = all.with(more);
        System.out.printf("one more name in %d ms%n", millis(start));
        for (int round = 0; round < 4; round++) {
            for (int every : new int[] {0, 10, 1}) {
                round(changed, random, names, every);
            }
        }
    }

    private static void round(Names all, Random random, List<Name> names, int every) {
        String[] texts = new String[TEXTS];
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = text(
                    random,
                    every > 0 && i % every == 0
                            ? names.get(random.nextInt(names.size())).text()
                            : null);
        }
        long[] took = new long[TEXTS];
        Looking looking = Lookings.all();
        int found = 0;
        long start = System.nanoTime();
        for (int i = 0; i < TEXTS; i++) {
            long from = System.nanoTime();
            found += all.find(texts[i], looking).size();
            took[i] = System.nanoTime() - from;
        }
        long whole = System.nanoTime() - start;
        Arrays.sort(took);
        System.out.printf(
                "%s: %,d texts/s, median %d us, 99 %% %d us, longest %d us, found %d%n",
                every == 0 ? "no names" : "a name in one of " + every,
                TEXTS * 1_000_000_000L / whole,
                took[TEXTS / 2] / 1000,
                took[TEXTS * 99 / 100] / 1000,
                took[TEXTS - 1] / 1000,
                found);
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        int words = 1 + random.nextInt(3);
        for (int w = 0; w < words; w++) {
            name.append(w > 0 ? " " : "").append(STARTS[random.nextInt(STARTS.length)]);
            for (int i = random.nextInt(3); i >= 0; i--) {
                name.append(STARTS[random.nextInt(STARTS.length)]);
            }
            name.append(ENDS[random.nextInt(ENDS.length)]);
        }
        return name.toString();
    }

    private static String text(Random random, String name) {
        StringBuilder text = new StringBuilder(name == null ? "" : name);
        while (text.length() < 300) {
            text.append(' ');
            text.append(random.nextInt(8) == 0 ? name(random) : ORDINARY[random.nextInt(ORDINARY.length)]);
        }
        return text.substring(0, 300);
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
