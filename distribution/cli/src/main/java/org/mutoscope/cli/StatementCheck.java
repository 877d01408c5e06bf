package org.mutoscope.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** What is wrong with statements that somebody kept, in sentences. Needs no platform. */
final class StatementCheck {
    private static final List<String> MOVES = List.of("earned", "adjusted", "released", "paid", "returned");
    private static final long[] NOTHING = {0, 0};

    private final List<String> wrong = new ArrayList<>();

    private StatementCheck() {}

    /** @param key that must have signed all, Base64; null: that of the first */
    static List<String> problems(List<StatementFile> files, String key) {
        StatementCheck check = new StatementCheck();
        List<StatementFile> ordered = files.stream()
                .sorted(Comparator.comparing(StatementFile::holder)
                        .thenComparing(StatementFile::currency)
                        .thenComparingLong(StatementFile::number))
                .toList();
        String signer = key == null ? ordered.get(0).key() : key;
        Set<String> lines = new HashSet<>();
        for (int i = 0; i < ordered.size(); i++) {
            StatementFile one = ordered.get(i);
            check.seal(one, signer);
            check.sums(one);
            for (String id : one.lines().keySet()) {
                if (!lines.add(id)) {
                    check.say(one, "has line " + id + ", which another statement had before");
                }
            }
            if (i == 0 || !same(ordered.get(i - 1), one)) {
                check.first(one);
            } else {
                check.follows(ordered.get(i - 1), one);
            }
        }
        return check.wrong;
    }

    private static boolean same(StatementFile one, StatementFile other) {
        return one.holder().equals(other.holder()) && one.currency().equals(other.currency());
    }

    private void say(StatementFile file, String what) {
        wrong.add(file.name() + " " + what + ".");
    }

    private void seal(StatementFile file, String signer) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(file.content().getBytes(StandardCharsets.UTF_8));
            if (!HexFormat.of().formatHex(hash).equals(file.sha256())) {
                say(file, "was changed: its content has another SHA-256 than the one that it names");
            }
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(file.key())));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(file.signed());
            if (!signature.verify(Base64.getDecoder().decode(file.signature()))) {
                say(file, "is not signed with the key that it names");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            say(file, "has no key and signature that can be read");
        }
        if (!file.key().equals(signer)) {
            say(file, "is signed with another key than the others, or than the one that was asked for");
        }
    }

    private void sums(StatementFile file) {
        file.twice().forEach(id -> say(file, "has line " + id + " twice"));
        for (int column = 0; column < 2; column++) {
            long closing = sum(file, "opening", column);
            for (String move : MOVES) {
                closing += sum(file, move, column);
            }
            if (closing != sum(file, "closing", column)) {
                say(
                        file,
                        "does not add up: what is " + (column == 0 ? "on hold" : "payable") + " makes " + closing
                                + " micros, and its closing says " + sum(file, "closing", column));
            }
        }
        long lines = file.lines().values().stream().mapToLong(Long::longValue).sum();
        long told = both(file, "earned") + both(file, "adjusted");
        if (lines != told) {
            say(file, "has lines of " + lines + " micros, and its sums say " + told);
        }
        long paid = both(file, "paid") + both(file, "returned");
        if (file.paid() != paid) {
            say(file, "has payouts of " + -file.paid() + " micros, and its sums say " + -paid);
        }
        if (both(file, "released") != 0) {
            say(file, "releases to payable another amount than it takes off what is on hold");
        }
    }

    private static long sum(StatementFile file, String name, int column) {
        return file.sums().getOrDefault(name, NOTHING)[column];
    }

    private static long both(StatementFile file, String name) {
        return sum(file, name, 0) + sum(file, name, 1);
    }

    private void first(StatementFile file) {
        boolean begins = file.previous().equals("0".repeat(64));
        if (file.number() == 1 && (!begins || both(file, "opening") != 0)) {
            say(file, "is the first, and names one before it or begins with money");
        } else if (file.number() != 1 && begins) {
            say(file, "is number " + file.number() + " and names none before it");
        }
    }

    private void follows(StatementFile before, StatementFile file) {
        if (file.number() == before.number()) {
            say(file, "has the number " + file.number() + " of " + before.name());
            return;
        } else if (file.number() != before.number() + 1) {
            say(
                    file,
                    "is number " + file.number() + " and " + before.name() + " is " + before.number()
                            + ": statements in between are missing");
            return;
        }
        if (!file.previous().equals(before.chain())) {
            say(file, "does not follow " + before.name() + ": it names another statement before it");
        }
        for (int column = 0; column < 2; column++) {
            if (sum(file, "opening", column) != sum(before, "closing", column)) {
                say(
                        file,
                        "opens with " + sum(file, "opening", column) + " micros where " + before.name()
                                + " closed with " + sum(before, "closing", column));
            }
        }
    }
}
