package ${package};

import java.util.Optional;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.tck.AskedClip;
import org.mutoscope.tck.BackendContract;
import org.mutoscope.tck.BackendSpecimen;

/** The contracts of a backend; the report is target/mutoscope-tck.txt. */
class BarsBackendTest extends BackendContract {
    @Override
    protected BackendSpecimen specimen() {
        return new Bars();
    }

    private static final class Bars implements BackendSpecimen {
        @Override
        public VideoBackend backend() {
            return new BarsBackend();
        }

        @Override
        public Optional<RenderRequest> refused() {
            ModelOffer offer = backend().capabilities().models().get(0);
            return Optional.of(AskedClip.least(offer, ModelOffer.TEXT_TO_VIDEO).by("another-model"));
        }
    }
}
