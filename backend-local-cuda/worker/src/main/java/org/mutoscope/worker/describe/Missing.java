package org.mutoscope.worker.describe;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.worker.model.PackageProblem;

/** What a folder does not say and the operator has to; all of it is collected, so that it is asked for once. */
final class Missing {
    private final List<String> questions = new ArrayList<>();

    void ask(String question) {
        questions.add(question);
    }

    /** @throws PackageProblem {@code model_import_incomplete} if anything was asked */
    void check() throws PackageProblem {
        if (questions.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("the folder has no model.json, and does not say all that it needs:");
        for (int i = 0; i < questions.size(); i++) {
            text.append(" (")
                    .append(i + 1)
                    .append(") ")
                    .append(questions.get(i))
                    .append(';');
        }
        text.setCharAt(text.length() - 1, '.');
        throw new PackageProblem("model_import_incomplete", text.toString());
    }
}
