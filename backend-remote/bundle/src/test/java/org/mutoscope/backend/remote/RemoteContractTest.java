package org.mutoscope.backend.remote;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.backend.remote.standins.StandIn;
import org.mutoscope.tck.AskedClip;
import org.mutoscope.tck.BackendContract;
import org.mutoscope.tck.BackendSpecimen;
import org.mutoscope.tck.WorkElsewhere;

/**
 * A backend for the OpenAI Videos API keeps the contracts of a partner's backend, before the stand-in of its service. As a class only: Java 17 cannot close
 * its clients of HTTP, and two of their threads were still there two minutes after the bundle had stopped.
 */
class RemoteContractTest extends BackendContract {
    @Override
    protected BackendSpecimen specimen() {
        return new Videos(StandIn.start("openai-videos", 0));
    }

    @Override
    protected Optional<Path> bundle() {
        return Optional.empty();
    }

    private record Videos(StandIn service) implements BackendSpecimen, WorkElsewhere {
        private Map<String, Object> properties() {
            return Map.of(
                    "base",
                    service.url() + "/v1",
                    "key",
                    StandIn.KEY,
                    "models",
                    new String[] {"sora-2 as=m sizes=1280x720 seconds=4|8 audio=yes second=*:100000"},
                    "hosts",
                    new String[] {service.url()},
                    "slots",
                    2,
                    "poll.milliseconds",
                    10,
                    "request.seconds",
                    20,
                    "budget.day.micros",
                    1_000_000_000L);
        }

        @Override
        public VideoBackend backend() {
            Map<String, Object> properties = new HashMap<>(properties());
            properties.put("service.pid", OpenAiVideosConfig.PID + "~kit");
            return new RemoteBackend(OpenAiVideosComponent.instance(properties), Clock.systemUTC());
        }

        @Override
        public Map<String, Map<String, Object>> configuration() {
            return Map.of(OpenAiVideosConfig.PID + "~kit", properties());
        }

        @Override
        public Optional<RenderRequest> refused() {
            ModelOffer offer = backend().capabilities().models().get(0);
            return Optional.of(AskedClip.least(offer, ModelOffer.EXTEND));
        }

        @Override
        public List<String> secrets() {
            return List.of(StandIn.KEY);
        }

        @Override
        public String standInThreads() {
            return "stand-in.*";
        }

        @Override
        public Optional<WorkElsewhere> elsewhere() {
            return Optional.of(this);
        }

        @Override
        public void stall() {
            service.polls(1_000_000);
        }

        @Override
        public void goOn() {
            service.polls(1);
            service.finish();
        }

        @Override
        public int begun() {
            return service.begun();
        }

        @Override
        public int stopped() {
            return service.asked("cancel");
        }

        @Override
        public void close() {
            service.close();
        }
    }
}
