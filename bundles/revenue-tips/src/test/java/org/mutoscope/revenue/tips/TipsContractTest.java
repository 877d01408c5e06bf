package org.mutoscope.revenue.tips;

import java.lang.annotation.Annotation;
import java.util.List;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.tck.AskedCapture;
import org.mutoscope.tck.ShareContract;
import org.mutoscope.tck.ShareSpecimen;

/** The contracts of a revenue model. */
class TipsContractTest extends ShareContract {
    @Override
    protected ShareSpecimen specimen() {
        return new Specimen();
    }

    static TipsConfig paying(long ppm) {
        return new TipsConfig() {
            @Override
            public long holders_ppm() {
                return ppm;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return TipsConfig.class;
            }
        };
    }

    private static final class Specimen implements ShareSpecimen {
        @Override
        public CaptureShare model() {
            return new TipsShare(paying(700_000));
        }

        @Override
        public List<CaptureFacts> shared() {
            return List.of(AskedCapture.tip("video_1", 7));
        }
    }
}
