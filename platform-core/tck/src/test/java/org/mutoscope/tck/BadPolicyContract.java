package org.mutoscope.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;

/** The suite over the bad policy; {@link BadPolicyTest} runs it and says which fault it has. */
@Tag("bad")
final class BadPolicyContract extends PolicyContract {
    static final String FORBIDDEN = "acme cola";
    static volatile PolicyFault fault = PolicyFault.none;

    @Override
    protected PolicySpecimen specimen() {
        return new Specimen();
    }

    @Override
    protected Optional<Path> bundle() throws IOException {
        return fault.ofTheBundle()
                ? Optional.of(new BadJar(BadPolicyActivator.class, fault.name(), "org.mutoscope.api.licensing")
                        .pack(BadPolicyActivator.class, BadPolicy.class, BadJar.class, PolicyFault.class))
                : Optional.empty();
    }

    private static final class Specimen implements PolicySpecimen {
        @Override
        public LicensingPolicy policy() {
            return new BadPolicy(fault);
        }

        @Override
        public List<LicenceQuery> allowed() {
            return List.of(AskedLicence.about("a glass of water"));
        }

        @Override
        public List<LicenceQuery> refused() {
            return List.of(AskedLicence.about("a glass of " + FORBIDDEN));
        }
    }
}
