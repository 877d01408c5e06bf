package org.mutoscope.consent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.consent.FaceMatch;
import org.mutoscope.api.consent.Liveness;
import org.mutoscope.api.consent.LivenessCheck;
import org.mutoscope.api.consent.Recording;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the checks that are installed; there may be none. What fails is no yes: then somebody looks at the recording. */
final class Checks {
    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Services<LivenessCheck> live;
    private final Services<FaceMatch> faces;
    private final PartnerCalls calls;

    Checks(Services<LivenessCheck> live, Services<FaceMatch> faces, PartnerCalls calls) {
        this.live = live;
        this.faces = faces;
        this.calls = calls;
    }

    /** What checks found. @param sure whether one said yes and none anything else */
    record Found(boolean sure, List<String> remarks) {}

    /** A template and what made it. */
    record Template(String of, byte[] bytes) {}

    /** @throws Problem {@code invalid_capture} if a check says no */
    Found live(Recording recording) {
        List<String> remarks = new ArrayList<>();
        int sure = 0;
        List<Offered<LivenessCheck>> all = live.newest();
        for (Offered<LivenessCheck> offered : all) {
            Liveness said = ask(offered, recording);
            said.remarks().forEach(remark -> remarks.add(offered.id() + ": " + remark));
            if (said.answer() == Liveness.Answer.NOT_LIVE) {
                throw Looking.bad(
                        said.remarks().isEmpty()
                                ? "nobody living was found in it"
                                : Texts.cut(said.remarks().get(0), 300));
            }
            sure += said.answer() == Liveness.Answer.LIVE ? 1 : 0;
        }
        return new Found(sure > 0 && sure == all.size(), remarks);
    }

    private Liveness ask(Offered<LivenessCheck> offered, Recording recording) {
        Optional<Liveness> said = call(offered, "check", check -> check.check(recording));
        return said.orElseGet(() -> new Liveness(Liveness.Answer.UNSURE, List.of("it failed or was late")));
    }

    /** A template, if there is something that makes one and a face. @param remarks what to tell the reviewer, added to */
    Optional<Template> template(Recording recording, List<String> remarks) {
        Optional<Offered<FaceMatch>> best = faces.newest().stream().findFirst();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        String of = best.get().id();
        Optional<byte[]> made = call(best.get(), "template", match -> match.template(recording))
                .filter(bytes -> bytes.length > 0 && bytes.length <= FaceMatch.MOST_BYTES && of.length() <= 64);
        if (made.isEmpty()) {
            remarks.add(of + ": no template could be made of this recording");
        }
        return made.map(bytes -> new Template(of, bytes));
    }

    /** How alike a template and a recording are, 0 to 1,000; empty if nobody says. */
    Optional<Integer> score(String of, byte[] template, Recording recording) {
        return faces.named(of)
                .flatMap(match -> call(match, "score", m -> m.score(template, recording)))
                .filter(score -> score >= 0 && score <= 1000);
    }

    private <T, R> Optional<R> call(Offered<T> offered, String verb, PartnerCalls.Use<T, R> use) {
        Optional<Leased<T>> leased = offered.lease();
        if (leased.isEmpty()) {
            return Optional.empty();
        }
        try (Leased<T> service = leased.get()) {
            return Optional.ofNullable(calls.call(service, verb, DEADLINE, use));
        } catch (PartnerFault e) {
            LOG.warn("{} of {} failed and counts as no answer: {}", verb, offered.id(), e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(
                    Code.STARTING, "The platform is stopping. Ask for another challenge in a moment.", null, e);
        }
    }
}
