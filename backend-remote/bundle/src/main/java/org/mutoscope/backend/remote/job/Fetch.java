package org.mutoscope.backend.remote.job;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Download;

/** Gets a finished clip from the service into the attempt's folder and hands it over. */
final class Fetch {
    /** Code of an output that is larger than allowed. */
    static final String TOO_LARGE = "output_too_large";

    private static final int MOST_ADDRESSES = 8;

    private final Call call;
    private final Limits limits;

    Fetch(Call call, Limits limits) {
        this.call = call;
        this.limits = limits;
    }

    /** What came of it. */
    enum Verdict {
        /** The host has it. */
        HERE,
        /** It came, and is of no use; it will hardly be better another time. */
        USELESS,
        /** It is not there any more; a fresh link may help. */
        GONE,
        /** It did not come; it may another time. */
        UNCLEAR
    }

    /** @param code of a useless one @param why for the operator @param bytes of one that is here */
    record Fetched(Verdict verdict, String code, String why, long bytes) {
        static Fetched not(Verdict verdict, String why) {
            return new Fetched(verdict, "", why, 0);
        }
    }

    /** Tries the places in turn; the first that has a clip counts. */
    Fetched any(List<Standing.Output> outputs, RenderContext context) throws InterruptedException {
        Deque<Standing.Output> left = new ArrayDeque<>(outputs);
        Fetched worst = Fetched.not(Verdict.GONE, "the service says it is done and not where the clip is");
        for (int n = 0; n < MOST_ADDRESSES && !left.isEmpty(); n++) {
            Standing.Output output = left.poll();
            Path file = context.scratch().resolve("fetched-" + System.nanoTime());
            Fetched fetched;
            try {
                Download.Loaded loaded = load(output, file);
                loaded.pointer().ifPresent(uri -> left.addFirst(Standing.Output.at(uri)));
                fetched = judged(loaded);
            } catch (CallFault e) {
                fetched = judged(e);
            } catch (IOException e) {
                fetched = Fetched.not(
                        Verdict.UNCLEAR,
                        "the clip could not be written: " + e.getClass().getSimpleName());
            }
            if (fetched.verdict() == Verdict.HERE) {
                return handedOver(file, fetched, context);
            }
            worst = n == 0 || fetched.verdict() != Verdict.GONE ? fetched : worst;
        }
        return worst;
    }

    private Download.Loaded load(Standing.Output output, Path file)
            throws CallFault, IOException, InterruptedException {
        Optional<URI> address = output.address();
        if (address.isPresent()) {
            return new Download(call, limits.mostBytes(), limits.download()).to(file, address.get());
        }
        Files.write(file, output.inline());
        return Download.of(file);
    }

    private static Fetched judged(Download.Loaded loaded) {
        int status = loaded.status();
        if (status / 100 == 2) {
            return loaded.video()
                    ? new Fetched(Verdict.HERE, "", "", loaded.bytes())
                    : new Fetched(Verdict.USELESS, "output_unreadable", "what the service delivered is no video", 0);
        }
        boolean gone = status == 403 || status == 404 || status == 410;
        return Fetched.not(
                gone ? Verdict.GONE : Verdict.UNCLEAR, "the service answers HTTP " + status + " for the clip");
    }

    private static Fetched judged(CallFault fault) {
        return fault.kind() == CallFault.Kind.TOO_LARGE
                ? new Fetched(Verdict.USELESS, TOO_LARGE, fault.getMessage(), 0)
                : Fetched.not(Verdict.UNCLEAR, fault.getMessage());
    }

    private static Fetched handedOver(Path file, Fetched fetched, RenderContext context) throws InterruptedException {
        try {
            context.media().encoded(file);
            return fetched;
        } catch (IOException e) { // the clip is paid: fetched again rather than ordered again
            return Fetched.not(Verdict.UNCLEAR, "the clip could not be taken over: " + e.getMessage());
        }
    }
}
