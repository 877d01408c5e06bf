package org.mutoscope.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.observe.LogLevels;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Remembers what was changed; knows no level but DEBUG. */
final class StubLevels implements LogLevels {
    static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    final List<Change> changes = new ArrayList<>();
    final List<String> asked = new ArrayList<>();

    @Override
    public Change change(String logger, String level, Duration lasts, boolean secrets) {
        asked.add(logger + " " + level + " " + lasts.toSeconds() + " " + secrets);
        if (!level.equals("DEBUG")) {
            throw new Problem(Code.INVALID_REQUEST, "No such level.", "level", null);
        }
        changes.add(new Change(logger, level, null, UNTIL));
        return changes.get(changes.size() - 1);
    }

    @Override
    public boolean back(String logger) {
        return changes.removeIf(change -> change.logger().equals(logger));
    }

    @Override
    public List<Change> changes() {
        return changes;
    }
}
