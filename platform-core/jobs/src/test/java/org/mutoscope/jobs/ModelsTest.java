package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** Which models there are and by which names. */
@Timeout(120)
class ModelsTest {
    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void open() {
        house = new House(data).start();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Models models() {
        return house.jobs.models();
    }

    private void await(int backends) {
        House.until(() -> models().backends().size() == backends);
    }

    @Test
    void aliasesLeadToTheFirstCandidateOnOffer() {
        house.settings.put("aliases", new String[] {"sora-2=better|sprite-1", "sora-2-pro = better"});
        house.backend("one", ScriptedBackend.instant("sprite-1", 1));
        await(1);
        assertEquals("sprite-1", models().resolve(null).id());
        assertEquals("sprite-1", models().resolve(" ").id());
        assertEquals("sprite-1", models().resolve("sora-2").id());
        assertEquals("sprite-1", models().resolve("sprite-1").id());
        assertEquals(List.of("sora-2"), models().list().get(0).aliases());
        assertEquals(
                Code.NO_BACKEND,
                assertThrows(Problem.class, () -> models().resolve("sora-2-pro"))
                        .code());
        house.backend("two", ScriptedBackend.instant("better", 1));
        await(2);
        assertEquals("better", models().resolve("sora-2").id());
        assertEquals(List.of("sora-2", "sora-2-pro"), models().resolve("better").aliases());
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNamesThereAre() {
        house.backend("one", ScriptedBackend.instant("sprite-1", 1));
        await(1);
        Problem unknown = assertThrows(Problem.class, () -> models().resolve("veo-9"));
        assertEquals(Code.MODEL_NOT_FOUND, unknown.code());
        assertEquals("model", unknown.param());
        assertTrue(unknown.getMessage().contains("sprite-1, sora-2, sora-2-pro, sora-turbo"), unknown.getMessage());
    }

    @Test
    void aModelThatWasHereIsMissingRatherThanUnknown() {
        ListedServices<VideoBackend>.Entry entry = house.backend("one", ScriptedBackend.instant("m", 1));
        await(1);
        models().list();
        entry.remove();
        House.until(() -> models().list().isEmpty());
        assertEquals(
                Code.NO_BACKEND,
                assertThrows(Problem.class, () -> models().resolve("m")).code());
        assertEquals(
                Code.NO_BACKEND,
                assertThrows(Problem.class, () -> models().resolve(null)).code());
    }

    /** A backend whose offer changes keeps its service, and those whose clips it is rendering keep theirs. */
    @Test
    void anOfferMayChangeWhileItServes() throws Exception {
        java.util.concurrent.CountDownLatch gate = new java.util.concurrent.CountDownLatch(1);
        ScriptedBackend backend = new ScriptedBackend("old", 1, (request, context) -> {
            gate.await();
            return ScriptedBackend.done();
        });
        ListedServices<VideoBackend>.Entry entry = house.backend("one", backend);
        await(1);
        String running = house.submit(house.account(), "old");
        house.await(running, org.mutoscope.core.jobs.JobState.IN_PROGRESS);
        backend.offers("new");
        entry.properties().put(VideoBackend.OFFER, 2);
        house.services.of(VideoBackend.class).changed();
        House.until(() -> models().list().stream().anyMatch(model -> model.id().equals("new")));
        assertEquals(1, models().list().size(), "the old one is no longer on offer");
        assertEquals(1, models().backends().get(0).running(), "and its clip goes on");
        assertEquals(
                Code.NO_BACKEND,
                assertThrows(Problem.class, () -> models().resolve("old")).code());
        gate.countDown();
        house.await(running, org.mutoscope.core.jobs.JobState.COMPLETED);
        house.await(house.submit(house.account(), "new"), org.mutoscope.core.jobs.JobState.COMPLETED);
        House.until(() -> models().backends().get(0).running() == 0);
    }

    @Test
    void twoBackendsOfOneModelAreOneModel() {
        house.backend("one", ScriptedBackend.instant("m", 1));
        house.backend("two", ScriptedBackend.instant("m", 2));
        await(2);
        assertEquals(1, models().list().size());
        assertEquals(
                List.of("one", "two"),
                models().list().get(0).backends().stream().sorted().toList());
    }

    @Test
    void aBackendThatCannotSayWhatItOffersIsUnwellAndTheOthersServe() {
        house.backend("sick", new VideoBackend() {
            @Override
            public BackendCapabilities capabilities() {
                throw new NoClassDefFoundError("com/acme/Gone");
            }

            @Override
            public Estimate estimate(RenderRequest request) {
                throw new IllegalStateException();
            }

            @Override
            public RenderOutcome render(RenderRequest request, RenderContext context) {
                throw new IllegalStateException();
            }
        });
        house.backend("well", ScriptedBackend.instant("m", 1));
        await(2);
        assertEquals(
                List.of("sick UNWELL", "well READY"),
                models().backends().stream()
                        .map(b -> b.id() + " " + b.state())
                        .sorted()
                        .toList());
        house.await(house.submit(house.account(), "m"), org.mutoscope.core.jobs.JobState.COMPLETED);
    }
}
