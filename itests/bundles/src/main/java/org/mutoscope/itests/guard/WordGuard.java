package org.mutoscope.itests.guard;

import java.util.List;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;
import org.osgi.service.component.annotations.Component;

/** A guard for tests: blocks {@code blockme}, hangs on {@code hangme}. */
@Component(property = PromptGuard.ID + "=words")
public final class WordGuard implements PromptGuard {
    @Override
    public Verdict screen(Screening screening) throws InterruptedException {
        if (screening.text().contains("hangme")) {
            new java.util.concurrent.CountDownLatch(1).await();
        }
        int at = screening.text().indexOf("blockme");
        return at < 0
                ? new Verdict.Pass(List.of())
                : new Verdict.Block(
                        List.of(new Finding("test", "blockme", at, at + "blockme".length(), 1_000_000)),
                        "test_word",
                        "The prompt says blockme; leave it out.");
    }
}
