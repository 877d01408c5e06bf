package org.mutoscope.rights;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.api.guard.Name;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Alias;
import org.mutoscope.core.rights.Rights.NewAlias;
import org.mutoscope.core.rights.Rights.NewSubject;
import org.mutoscope.core.rights.Rights.State;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.storage.Transaction;

/** Subjects and their names. */
final class SubjectDesk {
    private static final int MOST_NAME = 80;
    private static final int MOST_PHRASES = 50;
    private static final int LEAST_LETTERS = 2;

    private final Office office;

    SubjectDesk(Office office) {
        this.office = office;
    }

    Subject register(Caller by, NewSubject asked) {
        String name = asked.name();
        if (name == null || name.isBlank() || name.length() > MOST_NAME || !Words.plain(name)) {
            throw bad("A subject's name has 1 to " + MOST_NAME + " characters on one line.", "name");
        }
        if (asked.kind() == null) {
            throw bad("\"kind\" is likeness, voice, character, artwork or music.", "kind");
        }
        ClaimDesk.evidence(asked.evidence());
        NewAlias first = NewAlias.of(name);
        require(first);
        asked.aliases().forEach(SubjectDesk::require);
        return office.storage().write(tx -> {
            if (SubjectTable.count(tx, by.accountId())
                    >= office.settings().get().subjects_per_account()) {
                throw new Problem(Code.TOO_MANY_SUBJECTS, "This account has registered as many subjects as it may.");
            }
            Subject subject =
                    new Subject(Words.id("subj_"), asked.kind(), name, State.PENDING, asked.minor(), null, tx.now());
            SubjectTable.insert(tx, subject, by.accountId());
            if (asked.aliases().stream().noneMatch(alias -> alias.text().equals(name))) {
                add(tx, subject.id(), first); // else it is to be looked for as the alias says
            }
            asked.aliases().forEach(alias -> add(tx, subject.id(), alias));
            ClaimTable.insert(tx, subject.id(), by.accountId(), asked.evidence());
            office.audit(
                    tx,
                    by,
                    "subject.register",
                    subject.id() + " " + asked.kind().word());
            return subject;
        });
    }

    Subject show(String id) {
        return office.storage().read(tx -> SubjectTable.require(tx, id)).subject();
    }

    List<Subject> list(Caller by, String after, int limit) {
        return office.storage().read(tx -> SubjectTable.list(tx, by, after, limit)).stream()
                .map(SubjectTable.Line::subject)
                .toList();
    }

    Subject switchOff(Caller by, String id, boolean off, String why) {
        String reason = Office.reason(why);
        return office.storage().write(tx -> {
            SubjectTable.Line line = SubjectTable.owned(tx, by, id);
            boolean holder = by.accountId().equals(line.subject().holder());
            if (!holder && !Office.runs(by)) {
                throw bad("No claim to this subject is accepted, so there is nothing to switch.", "id");
            }
            if (!off && holder && SubjectTable.consentIsBack(tx, id)) {
                throw new Problem(
                        Code.SUBJECT_KEPT_OFF,
                        "You took your consent back, and what was kept of it was destroyed. Enrol again to switch this on.",
                        "id",
                        null);
            }
            if (off ? SubjectTable.off(tx, id, holder) : SubjectTable.on(tx, id, holder)) {
                office.audit(tx, by, off ? "subject.off" : "subject.on", id + " " + reason);
                office.catalogue().changed(tx);
                office.sweepAfter(tx);
            } else if (!off && line.subject().state() == State.OFF) {
                throw stillOff(holder);
            }
            return SubjectTable.require(tx, id).subject();
        });
    }

    private static Problem stillOff(boolean holder) {
        return new Problem(
                Code.SUBJECT_KEPT_OFF,
                holder
                        ? "An operator switched this subject off, and an operator alone can switch it on again. Ask why."
                        : "Its holder switched this subject off, and its holder alone can switch it on again.",
                "id",
                null);
    }

    /** Says that nothing of it is free, or takes that back. */
    Subject reserve(Caller by, String id, boolean reserved) {
        return office.storage().write(tx -> {
            SubjectTable.Line line = SubjectTable.owned(tx, by, id);
            if (!by.accountId().equals(line.subject().holder())) {
                throw bad("Only the holder of a subject can reserve it, or set it free.", "id");
            }
            if (SubjectTable.reserve(tx, id, reserved)) {
                office.audit(tx, by, reserved ? "subject.reserve" : "subject.unreserve", id);
            }
            return SubjectTable.require(tx, id).subject();
        });
    }

    /** Whether the caller may know everything of it: whose it is, and about whom. */
    boolean owns(Caller by, String id) {
        return office.storage()
                .read(tx -> SubjectTable.find(tx, id))
                .filter(line -> line.of(by))
                .isPresent();
    }

    Subject dispute(Caller by, String id, boolean open, String why) {
        Office.requireOperator(by);
        String reason = Office.reason(why);
        return office.storage().write(tx -> {
            SubjectTable.require(tx, id);
            boolean moved = open
                    ? SubjectTable.move(tx, id, State.ACTIVE, State.FROZEN)
                    : SubjectTable.move(tx, id, State.FROZEN, State.ACTIVE);
            if (!moved) {
                throw bad(
                        open ? "Only a subject that is active can be in dispute." : "This subject is not in dispute.",
                        "id");
            }
            office.audit(tx, by, open ? "dispute.open" : "dispute.close", id + " " + reason);
            return SubjectTable.require(tx, id).subject();
        });
    }

    Alias alias(Caller by, String subjectId, NewAlias asked) {
        require(asked);
        return office.storage().write(tx -> {
            SubjectTable.owned(tx, by, subjectId);
            if (AliasTable.count(tx, subjectId) >= office.settings().get().aliases_per_subject()) {
                throw new Problem(Code.INVALID_ALIAS, "This subject has as many names as it may.");
            }
            Alias alias = add(tx, subjectId, asked);
            office.audit(tx, by, "alias.add", subjectId + " " + alias.id());
            return alias;
        });
    }

    private Alias add(Transaction tx, String subjectId, NewAlias asked) {
        Alias alias = new Alias(Words.id("alias_"), subjectId, asked);
        AliasTable.insert(tx, alias);
        office.catalogue().changed(tx);
        return alias;
    }

    List<Alias> aliases(Caller by, String subjectId) {
        return office.storage().read(tx -> {
            SubjectTable.owned(tx, by, subjectId);
            return AliasTable.list(tx, subjectId);
        });
    }

    boolean unalias(Caller by, String subjectId, String aliasId) {
        return office.storage().write(tx -> {
            SubjectTable.owned(tx, by, subjectId);
            boolean gone = AliasTable.delete(tx, subjectId, aliasId);
            if (gone) {
                office.audit(tx, by, "alias.remove", subjectId + " " + aliasId);
                office.catalogue().changed(tx);
            }
            return gone;
        });
    }

    /** @throws Problem {@code invalid_alias} */
    static void require(NewAlias alias) {
        String text = alias.text();
        if (text == null || text.isBlank() || text.length() > Name.LONGEST || !Words.plain(text)) {
            throw badAlias("A name has 1 to " + Name.LONGEST + " characters on one line.", "text");
        }
        if (Words.folded(text).codePoints().count() < LEAST_LETTERS) {
            throw badAlias(
                    "A name has " + LEAST_LETTERS + " letters or digits or more: a shorter one is everywhere.", "text");
        }
        if (!alias.language().matches("([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3})?")) {
            throw badAlias("\"language\" is a tag like en or pt-BR.", "language");
        }
        if (alias.minLength() < 0 || alias.minLength() > Name.LONGEST) {
            throw badAlias("\"min_length\" is 0 to " + Name.LONGEST + ".", "min_length");
        }
        Set<String> phrases = alias.allowedPhrases().stream().collect(Collectors.toSet());
        boolean odd = phrases.stream().anyMatch(p -> p.isBlank() || p.length() > Name.LONGEST || !Words.plain(p));
        if (odd
                || phrases.size() > MOST_PHRASES
                || String.join("\n", alias.allowedPhrases()).length() > 4000) {
            throw badAlias(
                    "At most " + MOST_PHRASES + " phrases can be allowed, of 1 to " + Name.LONGEST
                            + " characters, 4,000 in all.",
                    "allowed_phrases");
        }
    }

    private static Problem bad(String message, String param) {
        return new Problem(Code.INVALID_SUBJECT, message, param, null);
    }

    private static Problem badAlias(String message, String param) {
        return new Problem(Code.INVALID_ALIAS, message, param, null);
    }
}
