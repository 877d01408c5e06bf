package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.Plugins.Source;
import org.mutoscope.plugins.Vigil.Went;
import org.osgi.framework.Version;

/** When a watched version counts as bad. */
class VigilTest {
    private final List<String> told = new ArrayList<>();
    private final Vigil vigil = new Vigil(new Settings());
    private final Deployed entry = new Deployed(Path.of("veo.jar"), new Deployed.Stamp(1, 1));

    @BeforeEach
    void watch() {
        entry.facts = new JarFacts(
                "acme.veo", Version.parseVersion("2.0.0"), "00", null, Signature.NONE, Set.of(), Source.DEPLOY);
        vigil.begin(entry, told::add);
    }

    private void hears(String verb, Went... calls) {
        for (Went went : calls) {
            vigil.called(new Offer("2.0.0"), verb, went);
        }
    }

    @Test
    void aFirstCallThatThrowsIsEnoughAndToldOnce() {
        hears("render", Went.THREW, Went.THREW, Went.THREW);
        assertEquals(List.of("its first render threw or was late"), told);
    }

    @Test
    void otherCallsThatGoWellDoNotHideIt() {
        hears("capabilities", Went.WELL, Went.WELL);
        hears("render", Went.THREW);
        assertEquals(1, told.size());
    }

    @Test
    void oneFailureOfAServiceIsNone() {
        hears("render", Went.FAILED, Went.FAILED, Went.WELL, Went.THREW);
        assertEquals(List.of("3 of 4 calls of render failed"), told);
    }

    @Test
    void threeOfTenAreTooManyAndThreeOfElevenAreNot() {
        for (int i = 0; i < 8; i++) {
            hears("render", Went.WELL);
        }
        hears("render", Went.FAILED, Went.FAILED, Went.FAILED);
        assertEquals(List.of(), told, "3 of 11");
        hears("render", Went.FAILED);
        assertEquals(List.of("4 of 12 calls of render failed"), told);
    }

    @Test
    void anotherVersionIsNotMeant() {
        vigil.called(new Offer("1.0.0"), "render", Went.THREW);
        assertEquals(List.of(), told);
    }

    @Test
    void whatSomebodyRemovedIsNotWatchedAnyMore() {
        vigil.look();
        hears("render", Went.THREW);
        assertEquals(List.of(), told);
        assertFalse(vigil.watches(entry));
    }

    @Test
    void noSecondsNoWatch() {
        Vigil off = new Vigil(new Settings() {
            @Override
            public int watch_seconds() {
                return 0;
            }
        });
        off.begin(entry, told::add);
        assertFalse(off.watches(entry));
    }

    private record Offer(String version) implements Offered<Object> {
        @Override
        public String id() {
            return "veo";
        }

        @Override
        public String bundle() {
            return "acme.veo";
        }

        @Override
        public long serviceId() {
            return 1;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of();
        }

        @Override
        public int inUse() {
            return 0;
        }

        @Override
        public String state() {
            return TrackedOffer.READY;
        }

        @Override
        public Optional<Leased<Object>> lease() {
            return Optional.empty();
        }
    }
}
