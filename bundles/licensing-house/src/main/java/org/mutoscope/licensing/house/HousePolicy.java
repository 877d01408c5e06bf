package org.mutoscope.licensing.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicenceRules;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's own catalogue: what is in it may be used as one of its lines says, and not otherwise. It stands beside the policy about what holders grant, and the
 * stricter counts. A catalogue that cannot be read denies. Immutable: a change of the configuration makes another.
 */
@Component(property = LicensingPolicy.ID + "=house", configurationPid = HouseConfig.PID)
@Designate(ocd = HouseConfig.class)
public final class HousePolicy implements LicensingPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(HousePolicy.class);
    private static final long LARGEST = 16 << 20;

    /** Null if it cannot be read. */
    private final Catalogue catalogue;

    private final boolean othersFree;

    /** Reads the catalogue. */
    @Activate
    public HousePolicy(HouseConfig config) {
        this(read(config.catalogue()), config.others().equals("allow"));
        if (!List.of("allow", "deny").contains(config.others())) {
            LOG.error("others={} is neither allow nor deny, and counts as deny", config.others());
        }
    }

    HousePolicy(Catalogue catalogue, boolean othersFree) {
        this.catalogue = catalogue;
        this.othersFree = othersFree;
    }

    private static Catalogue read(String path) {
        if (path.isBlank()) {
            return Catalogue.EMPTY;
        }
        try {
            Path file = Path.of(path);
            if (!file.isAbsolute() || Files.size(file) > LARGEST) {
                throw new IOException("the path must be absolute and the file have at most 16 MiB");
            }
            return Catalogue.of(Files.readAllLines(file));
        } catch (IOException | Catalogue.Wrong | RuntimeException e) {
            LOG.error(
                    "the catalogue of licences {} cannot be used: {}; until that is mended everything in which somebody has rights is denied",
                    path,
                    e.toString());
            return null;
        }
    }

    @Override
    public LicenceOutcome evaluate(LicenceQuery query) {
        List<LicenceOutcome> each = LicenceRules.found(query).stream()
                .map(finding -> one(query, finding))
                .toList();
        return LicenceRules.strictest(each);
    }

    private LicenceOutcome one(LicenceQuery query, Finding finding) {
        if (catalogue == null) {
            return new LicenceOutcome.Deny(
                    "catalogue_unusable",
                    "The house's catalogue of licences cannot be read at the moment. Nothing was charged; try again later.");
        }
        List<Catalogue.Line> lines = catalogue.lines().get(finding.subject());
        if (lines == null) {
            return othersFree ? LicenceOutcome.Allow.freely() : LicenceRules.denied(finding, List.of());
        }
        String against = null;
        for (Catalogue.Line line : lines) {
            Optional<String> refusal = refusal(query, line);
            if (refusal.isEmpty()) {
                return new LicenceOutcome.Allow(LicenceTerms.duties(line.terms()), List.of(), List.of());
            }
            against = against == null ? refusal.get() : against;
        }
        return LicenceRules.denied(finding, List.of(against));
    }

    private static Optional<String> refusal(LicenceQuery query, Catalogue.Line line) {
        return line.plans().isEmpty() || line.plans().contains(query.plan())
                ? LicenceTerms.refusal(line.terms(), query, line.subject())
                : Optional.of("it is for other plans");
    }
}
