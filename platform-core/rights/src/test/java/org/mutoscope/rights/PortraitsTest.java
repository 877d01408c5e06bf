package org.mutoscope.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.mutoscope.api.guard.Picture;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Portraits;
import org.mutoscope.core.rights.Portraits.Portrait;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Rights.NewSubject;
import org.mutoscope.core.rights.Rights.Subject;

class PortraitsTest {
    private static List<Picture> of(Town town, Subject subject) {
        return town.registry.pictures().pictures().stream()
                .filter(picture -> picture.subject().equals(subject.id()))
                .toList();
    }

    @OnEachDatabase
    void whatAHolderAddsGuardsAreTold(Database database) {
        try (Town town = database.town()) {
            Portraits portraits = town.registry.portraits();
            Subject subject = town.held(town.ann);
            long before = town.registry.pictures().revision();
            Portrait one = portraits.add(town.ann, subject.id(), -1L);
            assertTrue(town.registry.pictures().revision() > before);
            assertEquals(List.of(new Picture(subject.id(), "character", -1L)), of(town, subject));
            assertEquals(one.id(), portraits.list(town.ann, subject.id()).get(0).id());
            assertFalse(portraits.remove(town.ann, subject.id(), "pict_none"));
            assertTrue(portraits.remove(town.ann, subject.id(), one.id()));
            assertEquals(List.of(), of(town, subject));
            assertTrue(town.audit.acts.toString().contains("rights.picture.remove " + subject.id()));
        }
    }

    @OnEachDatabase
    void onlyItsHolderHasPicturesOfIt(Database database) {
        try (Town town = database.town()) {
            Portraits portraits = town.registry.portraits();
            Subject subject = town.held(town.ann);
            for (Runnable act : List.<Runnable>of(
                    () -> portraits.add(town.bob, subject.id(), 1),
                    () -> portraits.list(town.bob, subject.id()),
                    () -> portraits.remove(town.bob, subject.id(), "pict_1"))) {
                assertEquals(
                        Code.SUBJECT_NOT_FOUND,
                        assertThrows(Problem.class, act::run).code());
            }
        }
    }

    @OnEachDatabase
    void whatIsNotToBeSeenHasNoneAndNothingHasTooMany(Database database) {
        try (Town town = database.town()) {
            Portraits portraits = town.registry.portraits();
            Subject voice = town.rights.register(
                    town.ann, new NewSubject(Kind.VOICE, Town.name("Ann speaks"), false, List.of(), "mine"));
            assertEquals(
                    Code.INVALID_PORTRAIT,
                    assertThrows(Problem.class, () -> portraits.add(town.ann, voice.id(), 1))
                            .code());
            Subject pending = town.register(town.ann, Town.name("Not yet held"));
            for (int i = 0; i < Portraits.MOST; i++) {
                portraits.add(town.ann, pending.id(), i);
            }
            assertEquals(
                    Code.INVALID_PORTRAIT,
                    assertThrows(Problem.class, () -> portraits.add(town.ann, pending.id(), 1))
                            .code());
            assertEquals(List.of(), of(town, pending), "nobody holds it yet");
        }
    }
}
