package org.mutoscope.storyboards;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.road.Cast;

/** Mo and Kim of ann. */
final class TwoActors implements Cast {
    private final List<Member> members = List.of(member("char_mo", "Mo"), member("char_kim", "Kim"));

    private static Member member(String id, String name) {
        return new Member(id, "ann", name, FrameSize.parse("720x1280"), 3_000, Instant.EPOCH);
    }

    @Override
    public Member create(String accountId, String name, Path clip) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Member> find(String accountId, String id) {
        return members.stream()
                .filter(member ->
                        member.accountId().equals(accountId) && member.id().equals(id))
                .findFirst();
    }

    @Override
    public List<Member> list(String accountId, String after, int limit) {
        return members;
    }

    @Override
    public boolean delete(String accountId, String id) {
        throw new UnsupportedOperationException();
    }
}
