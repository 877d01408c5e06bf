package org.mutoscope.consent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.consent.Recording;
import org.mutoscope.core.consent.Consents.Challenge;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.State;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes recordings: looks, has them checked, seals them, and only then writes down that they are there. */
final class CaptureDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureDesk.class);

    private final Office office;
    private final ChallengeDesk challenges;
    private final Looking looking;
    private final Checks checks;
    private final ReviewDesk reviews;

    CaptureDesk(Office office, ChallengeDesk challenges, ReviewDesk reviews, Looking looking, Checks checks) {
        this.office = office;
        this.challenges = challenges;
        this.reviews = reviews;
        this.looking = looking;
        this.checks = checks;
    }

    /** What came of looking. @param template or null */
    private record Judged(Looking.Seen seen, Checks.Found found, List<String> remarks, Checks.Template template) {}

    Enrolment capture(Caller by, String challengeId, Path file) {
        ChallengeTable.Line asked = challenges.use(by, challengeId);
        Instant now = office.storage().read(tx -> tx.now());
        Looking.Seen seen = looking.look(
                file, Duration.between(asked.begunAt(), now), office.settings().get());
        if (office.storage().read(tx -> EnrolmentTable.seen(tx, seen.sha256()))) {
            throw seenBefore();
        }
        Judged judged = judge(by, asked.challenge(), file, seen);
        String id = Texts.id(Texts.ENROLMENT, 12);
        keep(id, file, judged);
        Enrolment made = write(by, id, asked, judged);
        return judged.found().sure() && !office.settings().get().review_by_people() ? reviews.acceptByChecks(id) : made;
    }

    private Judged judge(Caller by, Challenge asked, Path file, Looking.Seen seen) {
        Recording recording = new Recording(file, seen.milliseconds(), asked.digits(), asked.turns());
        Checks.Found found = checks.live(recording);
        List<String> remarks = new ArrayList<>(found.remarks());
        Optional<Checks.Template> template = checks.template(recording, remarks);
        template.flatMap(made -> likeness(by, made.of(), recording))
                .ifPresent(
                        score -> remarks.add("compared with this person's earlier recording: " + score + " of 1000"));
        return new Judged(seen, found, remarks, template.orElse(null));
    }

    private Optional<Integer> likeness(Caller by, String of, Recording recording) {
        return office.storage()
                .read(tx -> EnrolmentTable.withTemplate(tx, by.accountId(), of))
                .flatMap(before -> {
                    byte[] template = template(before);
                    try {
                        return template.length == 0 ? Optional.empty() : checks.score(of, template, recording);
                    } finally {
                        Arrays.fill(template, (byte) 0);
                    }
                });
    }

    private byte[] template(String id) {
        try (SealedFile.Reading in = office.safe().open(id, Safe.TEMPLATE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            LOG.warn("the template of {} cannot be read: {}", id, e.toString());
            return new byte[0];
        }
    }

    private void keep(String id, Path file, Judged judged) {
        try {
            office.safe().put(id, Safe.RECORDING, file);
            if (judged.template() != null) {
                office.safe().put(id, Safe.TEMPLATE, judged.template().bytes());
                Arrays.fill(judged.template().bytes(), (byte) 0);
            }
        } catch (IOException e) {
            destroy(id);
            throw new Problem(
                    Code.DISK_FULL,
                    "The recording cannot be kept now. Nothing of it was; ask for another challenge.",
                    null,
                    e);
        }
    }

    private Enrolment write(Caller by, String id, ChallengeTable.Line asked, Judged judged) {
        Enrolment made = new Enrolment(
                id,
                by.accountId(),
                asked.name(),
                asked.kinds(),
                State.REVIEW,
                List.of(),
                asked.challenge().digits(),
                asked.challenge().turns(),
                judged.remarks(),
                null,
                null,
                null,
                true,
                null,
                null,
                null);
        String templateOf = judged.template() == null ? null : judged.template().of();
        boolean written = false;
        try {
            Enrolment now = office.storage().write(tx -> {
                EnrolmentTable.insert(
                        tx,
                        new EnrolmentTable.Line(
                                made,
                                asked.terms(),
                                judged.seen().sha256(),
                                judged.seen().mediaType(),
                                judged.seen().milliseconds(),
                                templateOf,
                                null));
                office.audit(tx, by, "enrol", id + " " + Texts.kinds(asked.kinds()));
                return EnrolmentTable.shown(tx, EnrolmentTable.require(tx, by, id));
            });
            written = true;
            return now;
        } catch (DuplicateKey e) {
            throw seenBefore();
        } finally {
            if (!written) {
                destroy(id);
            }
        }
    }

    private void destroy(String id) {
        try {
            office.safe().destroy(id);
        } catch (IOException e) {
            LOG.warn("what was sealed of {} is destroyed by the next round: {}", id, e.toString());
        }
    }

    private static Problem seenBefore() {
        return new Problem(
                Code.CAPTURE_SEEN,
                "This very recording was shown before. Record yourself anew; nothing of this one was kept.",
                "file",
                null);
    }
}
