package org.mutoscope.itests.subjects;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;
import org.osgi.service.component.annotations.Component;

/** A guard for tests: finds registered subjects by their ids, so that no test of licences depends on how names are found, and wants a person to look at what says so. */
@Component(property = PromptGuard.ID + "=subjects")
public final class SubjectGuard implements PromptGuard {
    private static final Pattern ID = Pattern.compile("subj_[0-9a-f]{24}");

    @Override
    public Verdict screen(Screening screening) {
        List<Finding> found = new ArrayList<>();
        for (Matcher id = ID.matcher(screening.text()); id.find(); ) {
            found.add(new Finding("character", id.group(), id.start(), id.end(), 1_000_000));
        }
        return screening.text().contains("look at me")
                ? new Verdict.Review(found, "it says so")
                : new Verdict.Pass(found);
    }
}
