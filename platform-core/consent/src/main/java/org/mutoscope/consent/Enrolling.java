package org.mutoscope.consent;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.mutoscope.api.consent.FaceMatch;
import org.mutoscope.api.consent.LivenessCheck;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.core.consent.Consents;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.rights.Titles;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. Close it to end its thread. */
final class Enrolling implements Consents, AutoCloseable {
    private final Office office;
    private final Chores chores;
    private final ChallengeDesk challenges;
    private final CaptureDesk captures;
    private final ReviewDesk reviews;
    private final ReceiptDesk receipts;

    /** What it needs from other bundles. */
    record Outside(
            UnitOfWork storage, Identity identity, Titles titles, SwappableServices services, PartnerCalls calls) {}

    /** Puts it together and begins to look for what is to be destroyed. @param data the data folder */
    Enrolling(Outside outside, Path data, Supplier<ConsentConfig> settings) throws IOException {
        String keys = settings.get().keys_folder();
        Safe safe = new Safe(data.resolve("consent"), keys.isBlank() ? data.resolve("consent-keys") : Path.of(keys));
        Signer signer = Signer.in(data.resolve("consent").resolve("receipts.key"));
        chores = new Chores(outside.storage(), safe);
        office = new Office(
                outside.storage(), outside.identity(), outside.titles(), safe, signer, chores::soon, settings);
        challenges = new ChallengeDesk(office);
        receipts = new ReceiptDesk(office);
        reviews = new ReviewDesk(office, receipts);
        SwappableServices services = outside.services();
        captures = new CaptureDesk(
                office,
                challenges,
                reviews,
                new Looking(services.of(MediaReader.class, "component.name"), outside.calls()),
                new Checks(
                        services.of(LivenessCheck.class, LivenessCheck.ID),
                        services.of(FaceMatch.class, FaceMatch.ID),
                        outside.calls()));
        chores.every(settings.get().sweep_seconds());
    }

    @Override
    public Terms terms() {
        return challenges.terms();
    }

    @Override
    public Challenge challenge(Caller by, Wish wish) {
        return challenges.challenge(by, wish);
    }

    @Override
    public Challenge begin(Caller by, String challengeId, String nonce) {
        return challenges.begin(by, challengeId, nonce);
    }

    @Override
    public Enrolment capture(Caller by, String challengeId, Path file) {
        return captures.capture(by, challengeId, file);
    }

    @Override
    public Enrolment find(Caller by, String id) {
        return office.storage().read(tx -> EnrolmentTable.shown(tx, EnrolmentTable.require(tx, by, id)));
    }

    @Override
    public List<Enrolment> list(Caller by, State state, int limit) {
        return office.storage().read(tx -> EnrolmentTable.list(tx, by, state, limit));
    }

    @Override
    public Kept recording(Caller by, String id) throws IOException {
        EnrolmentTable.Line line = office.storage().write(tx -> {
            EnrolmentTable.Line found = EnrolmentTable.require(tx, by, id);
            if (!found.enrolment().accountId().equals(by.accountId())) {
                office.audit(tx, by, "look", id);
            }
            return found;
        });
        try {
            SealedFile.Reading content = office.safe().open(id, Safe.RECORDING);
            return new Kept(line.mediaType(), content.length(), content);
        } catch (NoSuchFileException e) {
            throw EnrolmentTable.absent();
        }
    }

    @Override
    public Enrolment claim(Caller by, String id) {
        return reviews.claim(by, id);
    }

    @Override
    public Enrolment decide(Caller by, String id, boolean accept, String reason) {
        return reviews.decide(by, id, accept, reason);
    }

    @Override
    public Enrolment revoke(Caller by, String id, String reason) {
        return reviews.revoke(by, id, reason);
    }

    @Override
    public List<Receipt> receipts(Caller by, String id) {
        return receipts.list(by, id);
    }

    /** For tests: what the thread does. */
    void sweep() {
        chores.run();
    }

    @Override
    public void close() {
        chores.close();
    }
}
