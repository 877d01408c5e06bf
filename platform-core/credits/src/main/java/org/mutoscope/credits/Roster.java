package org.mutoscope.credits;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mutoscope.api.plans.EligibilityAnswer;
import org.mutoscope.api.plans.EligibilityClaim;
import org.mutoscope.api.plans.EligibilityProvider;
import org.mutoscope.api.plans.EligibilityState;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * The provider that is always there: a list of codes in the configuration, and otherwise a person. A code that is not on the list leaves the
 * claim pending until an operator decides, so a slip of the pen is no refusal.
 */
@Component(
        service = EligibilityProvider.class,
        configurationPid = EligibilityDesk.PID,
        property = EligibilityProvider.ID + "=roster")
public final class Roster implements EligibilityProvider {
    static final String NAME = "roster";

    private volatile List<Line> lines = List.of();

    private record Line(String kind, byte[] code, Instant until) {}

    @Activate
    public Roster(EligibilityConfig config) {
        modified(config);
    }

    /** Takes changed codes; who was verified by one that is gone stays so until its end. */
    @Modified
    void modified(EligibilityConfig config) {
        List<Line> read = new ArrayList<>();
        for (String text : config.codes()) {
            if (!text.isBlank()) {
                read.add(line(text.strip()));
            }
        }
        lines = List.copyOf(read);
    }

    private static Line line(String text) {
        String[] parts = text.split(":", 3);
        try {
            if (parts.length == 3 && parts[0].matches("[a-z-]{1,24}") && !parts[1].isBlank()) {
                Instant end = LocalDate.parse(parts[2].strip())
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
                return new Line(parts[0], bytes(parts[1].strip()), end);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("codes has a line whose date is none; write kind:code:2027-09-30", e);
        }
        throw new IllegalArgumentException("codes has a line of another form than kind:code:2027-09-30");
    }

    /** All kinds: what it cannot decide a person can. */
    @Override
    public Set<String> kinds() {
        return Set.of("education", "non-profit");
    }

    @Override
    public EligibilityAnswer claim(EligibilityClaim claim) {
        byte[] proof = bytes(claim.proof().strip());
        for (Line line : lines) {
            if (line.kind.equals(claim.kind()) && MessageDigest.isEqual(line.code, proof)) {
                return EligibilityAnswer.verified("code", line.until);
            }
        }
        return waiting();
    }

    @Override
    public EligibilityAnswer ask(String kind, String reference) {
        return waiting();
    }

    private static EligibilityAnswer waiting() {
        return EligibilityAnswer.of(
                EligibilityState.PENDING, "person", "An operator of this installation looks at it and decides.");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
