package org.mutoscope.tck;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;

/** The suite over the bad model; {@link BadShareTest} runs it and says which fault it has. */
@Tag("bad")
final class BadShareContract extends ShareContract {
    static volatile ShareFault fault = ShareFault.none;

    @Override
    protected ShareSpecimen specimen() {
        return new Specimen();
    }

    /** What a bundle can do wrong is shown with providers and backends: the contracts are the same. */
    @Override
    protected Optional<Path> bundle() {
        return Optional.empty();
    }

    private static final class Specimen implements ShareSpecimen {
        @Override
        public CaptureShare model() {
            return new BadShare(fault);
        }

        @Override
        public List<CaptureFacts> shared() {
            return List.of(AskedCapture.clip("video_1", 15, new LicenceFee("acct_holder", "grant_1", 5)));
        }
    }
}
