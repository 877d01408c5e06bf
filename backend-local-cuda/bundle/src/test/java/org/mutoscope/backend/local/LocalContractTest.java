package org.mutoscope.backend.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.tck.AskedClip;
import org.mutoscope.tck.BackendContract;
import org.mutoscope.tck.BackendSpecimen;

/** The local backend keeps the contracts of a partner's backend, as class and as bundle, with real workers that run a tiny model. */
class LocalContractTest extends BackendContract {
    private static final String DATA = "mutoscope.data";

    @TempDir
    static Path folder;

    private static Station station;
    private static LocalBackend backend;

    @BeforeAll
    static void start() throws InterruptedException {
        System.setProperty(DATA, folder.toString()); // where the bundle's workers have their folders
        station = Station.real(folder);
        backend = station.ready();
    }

    @AfterAll
    static void stop() throws IOException {
        System.clearProperty(DATA);
        station.close();
    }

    @Override
    protected BackendSpecimen specimen() {
        return new Tiny();
    }

    /** Each starts a process that loads ONNX Runtime. */
    @Override
    protected int starts() {
        return 5;
    }

    private static final class Tiny implements BackendSpecimen {
        /** The same each time: to start a worker takes a while, and nothing of a clip stays in it. */
        @Override
        public VideoBackend backend() {
            return backend;
        }

        @Override
        public AskedClip clip(ModelOffer offer) {
            return AskedClip.least(offer, ModelOffer.TEXT_TO_VIDEO);
        }

        @Override
        public Optional<RenderRequest> refused() {
            ModelOffer offer = backend.capabilities().models().get(0);
            return Optional.of(clip(offer).of(new FrameSize(64, 64), 1));
        }

        @Override
        public Map<String, Map<String, Object>> configuration() {
            return Map.of(
                    LocalConfig.PID,
                    Map.of(
                            "device",
                            "cpu",
                            "threads",
                            1,
                            "model.folders",
                            Station.PACKAGES.toString(),
                            "worker.classpath",
                            System.getProperty("java.class.path")));
        }
    }
}
