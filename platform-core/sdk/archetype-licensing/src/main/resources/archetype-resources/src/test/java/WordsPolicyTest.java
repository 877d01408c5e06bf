package ${package};

import java.util.List;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.tck.AskedLicence;
import org.mutoscope.tck.PolicyContract;
import org.mutoscope.tck.PolicySpecimen;

/** The contracts of a licensing policy; the report is target/mutoscope-tck.txt. */
class WordsPolicyTest extends PolicyContract {
    @Override
    protected PolicySpecimen specimen() {
        return new Words();
    }

    private static final class Words implements PolicySpecimen {
        @Override
        public LicensingPolicy policy() {
            return new WordsPolicy();
        }

        @Override
        public List<LicenceQuery> allowed() {
            return List.of(AskedLicence.about("a glass of water"));
        }

        @Override
        public List<LicenceQuery> refused() {
            return List.of(AskedLicence.about("a glass of Acme Cola"));
        }
    }
}
