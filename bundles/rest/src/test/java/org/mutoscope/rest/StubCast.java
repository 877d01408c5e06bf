package org.mutoscope.rest;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;

/** Characters in memory. */
final class StubCast implements Cast {
    private final Map<String, Member> members = Collections.synchronizedMap(new LinkedHashMap<>());

    @Override
    public Member create(String accountId, String name, Path clip) {
        if (name == null) {
            throw new Problem(Code.INVALID_NAME, "A name is wanted.", "name", null);
        }
        String id = "char_" + (members.size() + 1);
        members.put(
                id,
                new Member(
                        id,
                        accountId,
                        name,
                        FrameSize.parse("720x1280"),
                        clip.toFile().length(),
                        Instant.ofEpochSecond(1_800_000_000)));
        return members.get(id);
    }

    @Override
    public Optional<Member> find(String accountId, String id) {
        return Optional.ofNullable(members.get(id))
                .filter(member -> member.accountId().equals(accountId));
    }

    @Override
    public List<Member> list(String accountId, String after, int limit) {
        return members.values().stream()
                .filter(member -> member.accountId().equals(accountId))
                .limit(limit)
                .toList();
    }

    @Override
    public boolean delete(String accountId, String id) {
        return find(accountId, id).isPresent() && members.remove(id) != null;
    }
}
