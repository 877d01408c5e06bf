package org.mutoscope.revenue.fees;

import java.lang.annotation.Annotation;
import java.util.List;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.tck.AskedCapture;
import org.mutoscope.tck.ShareContract;
import org.mutoscope.tck.ShareSpecimen;

/** The contracts of a revenue model. */
class FeesContractTest extends ShareContract {
    @Override
    protected ShareSpecimen specimen() {
        return new Specimen();
    }

    static FeesConfig paying(long ppm) {
        return new FeesConfig() {
            @Override
            public long holder_ppm() {
                return ppm;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return FeesConfig.class;
            }
        };
    }

    private static final class Specimen implements ShareSpecimen {
        @Override
        public CaptureShare model() {
            return new FeesShare(paying(700_000));
        }

        @Override
        public List<CaptureFacts> shared() {
            return List.of(AskedCapture.clip("video_1", 15, new LicenceFee("acct_ann", "grant_1", 5)));
        }
    }
}
