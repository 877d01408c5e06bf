package org.mutoscope.studio;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.pages.Pages;
import org.osgi.service.component.annotations.Component;

/** Offers the files of the studio. They are read once, when the bundle starts. */
@Component(service = Pages.class)
public final class StudioPages implements Pages {
    /** What a browser gets for the address without a name. */
    static final String FIRST = "index.html";

    /** Every file there is; what is not named here is not sent. */
    static final List<String> FILES = List.of(
            FIRST,
            "studio.css",
            "icon.svg",
            "en.json",
            "ja.json",
            "app.js",
            "account.js",
            "boards.js",
            "clip.js",
            "console.js",
            "create.js",
            "credits.js",
            "desk.js",
            "draft.js",
            "gallery.js",
            "parts.js",
            "server.js",
            "words.js");

    private final Map<String, Page> pages = new HashMap<>();

    /** Called by the component runtime. */
    public StudioPages() {
        FILES.forEach(name -> pages.put(name, StudioFile.read(name)));
        pages.put("", pages.get(FIRST));
    }

    @Override
    public Optional<Page> find(String name) {
        return Optional.ofNullable(pages.get(name));
    }
}
