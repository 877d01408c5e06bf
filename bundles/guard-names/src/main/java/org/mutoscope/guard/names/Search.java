package org.mutoscope.guard.names;

/** A text to look through, and how. */
final class Search {
    final Plain text;
    final boolean read;
    final boolean typos;
    final boolean readings;

    private Search(Plain text, boolean read, boolean typos, boolean readings) {
        this.text = text;
        this.read = read;
        this.typos = typos;
        this.readings = readings;
    }

    /** Through the text as it is written. */
    static Search written(Plain text, boolean typos, boolean readings) {
        return new Search(text, false, typos, readings);
    }

    /** Through the text as it is read aloud, letter by letter. */
    static Search read(Plain text) {
        return new Search(Reading.of(text), true, false, true);
    }
}
