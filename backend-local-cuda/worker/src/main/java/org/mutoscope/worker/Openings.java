package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.mutoscope.worker.render.Announcer;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Opening;
import org.mutoscope.worker.wire.Phase;

/** Why a package is opened, and who looks on. */
final class Openings {
    private Openings() {}

    /**
     * It was found and is tried.
     *
     * @param listener hears that something goes on
     */
    record Trial(ModelShelf.Listener listener) implements Opening {
        @Override
        public void graph(String role) {
            listener.alive();
        }

        @Override
        public void tried() {
            listener.alive();
        }
    }

    /**
     * Somebody waits for a clip.
     *
     * @param announcer tells the platform what goes on
     * @param cancellation whether somebody still waits
     */
    record Wanted(Announcer announcer, Cancellation cancellation) implements Opening {
        @Override
        public void graph(String role) throws OrtException {
            if (cancellation.cancelled()) {
                throw new OrtException("given up before the graph " + role);
            }
            try {
                announcer.progress(0, Phase.OPEN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
