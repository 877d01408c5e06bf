package org.mutoscope.rest;

import org.mutoscope.core.plugins.Catalogue;

/** Plugins that could be installed. */
final class PluginCatalogueResource {
    private final House house;

    PluginCatalogueResource(House house) {
        this.house = house;
    }

    /** Searches the operator's indexes. */
    Answer search(Ask ask) {
        String words = ask.query("q");
        Catalogue.Found found = house.catalogue().search(words == null ? "" : words);
        return Answer.json(Json.object(
                        "data",
                        found.items().stream()
                                .map(PluginCatalogueResource::item)
                                .toList())
                .and("remarks", found.remarks()));
    }

    private static JsonObject item(Catalogue.Item item) {
        return Json.object("name", item.name())
                .and("version", item.version())
                .and("description", item.description())
                .and("bytes", item.bytes())
                .and("sha256", item.sha256())
                .and("fits", item.fits())
                .and("sentence", item.sentence())
                .and("here", item.here());
    }
}
