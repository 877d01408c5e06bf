package org.mutoscope.guard.names;

import org.mutoscope.api.guard.Name;

/** Decides whether a place in a text that looks like a name is that name, and how surely. */
final class Judge {
    static final int SURE = 1_000_000;
    /** Not this name. */
    static final int NOT = 0;

    private static final int OTHER_GAPS = 950_000;
    private static final int DISGUISED = 900_000;
    private static final int TORN = 850_000;
    private static final int READ = 800_000;
    private static final int FOREIGN = 700_000;
    private static final int ONE_EDIT = 700_000;
    private static final int TWO_EDITS = 600_000;

    private static final int LONG = 8;
    private static final int MIDDLE = 5;

    private final Plain text;
    private final boolean read;

    /**
     * @param text what is looked through
     * @param read whether it is the reading of the text
     */
    Judge(Plain text, boolean read) {
        this.text = text;
        this.read = read;
    }

    /**
     * Looks at one place.
     *
     * @param own the name, folded in the way it was found
     */
    int confidence(Name name, Plain own, Place place) {
        int units = units(place);
        if (!Edges.end(text, place.end(), own.length)
                || units < Math.max(name.minLength(), fewest(place, own))
                || place.read() && text.script[place.start()] == Script.SPACED && own.length < MIDDLE) {
            return NOT;
        }
        boolean exactCase = name.is(Name.Flag.CASE_SENSITIVE);
        int sure;
        if (place.edits() > 0) {
            boolean otherStart = text.looks[place.start()] != own.looks[0];
            boolean tooLittle = otherStart && own.length < LONG || own.length < Typos.ONE || exactCase;
            sure = tooLittle ? NOT : place.edits() == 1 ? ONE_EDIT : TWO_EDITS;
        } else {
            sure = Math.min(gaps(own, place), letters(own, place));
            sure = exactCase && !sameCase(own, place) ? NOT : sure;
        }
        sure = read || place.read() ? Math.min(sure, READ) : sure;
        return sure != NOT && isHarmless(name, place) ? NOT : sure;
    }

    /** Characters of the original. */
    private int units(Place place) {
        int units = 0;
        for (int i = place.start(); i < place.end(); i++) {
            units += text.begins(i) ? 1 : 0;
        }
        return units;
    }

    /** Shorter ones mean too much else in writing without spaces. */
    private int fewest(Place place, Plain own) {
        return switch (text.script[place.start()]) {
            case HIRAGANA -> read || own.script[0] != Script.HIRAGANA ? 4 : 3;
            case KATAKANA -> read || own.script[0] != Script.KATAKANA ? 3 : 2;
            case HAN -> read ? Reading.FEWEST : 2;
            case UNSPACED -> 4;
            case HANGUL -> 2;
            default -> 1;
        };
    }

    /** What stands between the letters, beside what stands between those of the name. */
    private int gaps(Plain own, Place place) {
        int spaces = 0;
        int signs = 0;
        int joined = 0;
        int apart = 0;
        for (int i = 1; i < own.length; i++) {
            byte gap = text.gap[place.start() + i];
            apart += gap != Plain.JOINED ? 1 : 0;
            if (own.gap[i] == Plain.JOINED) {
                spaces += gap == Plain.SPACE ? 1 : 0;
                signs += gap == Plain.SIGN ? 1 : 0;
            } else {
                joined += gap == Plain.JOINED && own.gap[i] == Plain.SPACE ? 1 : 0;
            }
        }
        boolean letterByLetter = apart == units(place) - 1 && apart >= 3;
        boolean bare = text.script[place.start()].runsOn() && own.length >= Reading.FEWEST;
        if (spaces > 0 && own.length < LONG && !letterByLetter && !bare
                || signs > 0 && own.length < MIDDLE && !letterByLetter && !bare
                || joined > 0 && own.length < MIDDLE + 1) {
            return NOT;
        }
        return spaces > 0 ? TORN : signs + joined > 0 ? OTHER_GAPS : SURE;
    }

    /** What the letters say, beside what they look like. */
    private int letters(Plain own, Place place) {
        int same = 0;
        int slips = 0;
        for (int i = 0; i < own.length; i++) {
            char meant = own.says[i];
            char found = text.says[place.start() + i];
            boolean capital = text.upper[place.start() + i] || own.upper[i];
            if (meant == found) {
                same++;
            } else if (isLatin(meant) && isLatin(found)) {
                slips += capital ? 0 : 1; // I for l is a disguise, i for l a slip
            } else if (!mayStandFor(meant)) {
                return NOT;
            }
        }
        if (slips > 0) {
            return slip(own.length, slips);
        }
        if (same == own.length) {
            return SURE;
        }
        return same > 0 ? DISGUISED : own.length >= MIDDLE ? FOREIGN : NOT;
    }

    private static int slip(int length, int slips) {
        if (slips > Typos.edits(length)) {
            return NOT;
        }
        return slips == 1 ? ONE_EDIT : TWO_EDITS;
    }

    private static boolean isLatin(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** A sign, a digit or a letter of another alphabet may stand for a letter; for a digit only the letters that it is often written as. */
    private static boolean mayStandFor(char meant) {
        return meant < '0' || meant > '9' || meant == '0' || meant == '1';
    }

    private boolean sameCase(Plain own, Place place) {
        for (int i = 0; i < own.length; i++) {
            if (own.upper[i] != text.upper[place.start() + i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether it stands in a phrase that the holder named as harmless. */
    private boolean isHarmless(Name name, Place place) {
        for (String phrase : name.allowedPhrases()) {
            Plain harmless = Plain.of(phrase);
            int last = Math.min(place.start(), text.length - harmless.length);
            for (int at = Math.max(0, place.end() - harmless.length); at <= last; at++) {
                if (text.says(at, harmless)
                        && Edges.begin(text, at)
                        && Edges.end(text, at + harmless.length, harmless.length)) {
                    return true;
                }
            }
        }
        return false;
    }
}
