package org.mutoscope.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;

/** The suite over the bad backend; {@link BadBackendTest} runs it and says which fault it has. */
@ExtendWith(BadBackendContract.Now.class)
@Tag("bad")
final class BadBackendContract extends BackendContract {
    static final String FORBIDDEN = "forbidden-word";
    static volatile BackendFault fault = BackendFault.none;
    private static volatile String now = "";

    /** Notes which contract is being tried. */
    static final class Now implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            now = context.getRequiredTestMethod().getName();
        }
    }

    @Override
    protected BackendSpecimen specimen() {
        return new Specimen(new BadService());
    }

    /** What waits for ever is given up soon, where that is expected; all else has its time, however slow the machine is. */
    @Override
    protected Duration patience() {
        boolean left = fault.name().startsWith("leaves") && now.matches("service.*|survives.*|leaves.*");
        return now.equals(fault.name()) || left ? Duration.ofSeconds(1) : super.patience();
    }

    @Override
    protected Duration linger() {
        return fault == BackendFault.nothingComesAfterTheEnd && now.equals(fault.name())
                ? Duration.ofSeconds(60)
                : Duration.ofMillis(10);
    }

    /** All twenty where they could show something. */
    @Override
    protected int starts() {
        return fault.name().matches("none|leaves.*|survives.*") ? super.starts() : 3;
    }

    @Override
    protected Optional<Path> bundle() throws IOException {
        return fault.ofTheBundle()
                ? Optional.of(new BadJar(
                                BadBackendActivator.class,
                                fault.name(),
                                "org.mutoscope.api.backend,org.mutoscope.api.media")
                        .pack(
                                BadBackendActivator.class,
                                BadBackend.class,
                                BadRender.class,
                                BadService.class,
                                BadJar.class,
                                WorkElsewhere.class,
                                BackendFault.class))
                : Optional.empty();
    }

    private record Specimen(BadService service) implements BackendSpecimen {
        @Override
        public VideoBackend backend() {
            return new BadBackend(fault, service);
        }

        @Override
        public Optional<RenderRequest> refused() {
            ModelOffer offer = backend().capabilities().models().get(0);
            return Optional.of(AskedClip.least(offer, ModelOffer.TEXT_TO_VIDEO).prompt(FORBIDDEN));
        }

        @Override
        public Optional<WorkElsewhere> elsewhere() {
            return Optional.of(service);
        }
    }
}
