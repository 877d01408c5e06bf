package org.mutoscope.backend.remote.creation;

import java.net.URI;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.backend.remote.wire.Call;

/** Storyboards and better prompts by {@code /chat/completions} with a schema. */
public final class OpenAiChat implements ScriptWriter, PromptAdviser {
    private final Chat chat;

    /** @param base address with {@code /v1} @param model its name at the service */
    public OpenAiChat(URI base, Call call, String model, Spent price) {
        chat = new Chat(base, call, model, price);
    }

    @Override
    public Creation<Storyboard> write(ScriptWriter.Request request) throws InterruptedException {
        Draft draft = new Draft(request);
        Chat.Subject subject =
                new Chat.Subject(request.name(), "storyboard", draft.instruction(), request.script(), draft.format());
        return chat.about(subject, draft::read, request.patience());
    }

    @Override
    public Creation<Advice> advise(PromptAdviser.Request request) throws InterruptedException {
        Rewrite rewrite = new Rewrite(request);
        Chat.Subject subject = new Chat.Subject(
                request.name(), "suggestion", rewrite.instruction(), request.prompt(), rewrite.format());
        return chat.about(subject, rewrite::read, request.patience());
    }
}
