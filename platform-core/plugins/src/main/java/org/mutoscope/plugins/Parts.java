package org.mutoscope.plugins;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/** What the plugins service is made of, put together. */
record Parts(
        Installation installation,
        Intents intents,
        Planner planner,
        Changes changes,
        Operations operations,
        Inspection inspection,
        Drops drops) {

    /** @param data the data directory */
    static Parts in(Path data, BundleContext context, Installation installation, PluginsConfig config) {
        Operations operations = new Operations(new Journal(data.resolve(Journal.FILE)));
        Inspection inspection = new Inspection(context, config);
        Drops drops = new Drops(context, installation, operations, inspection);
        return new Parts(
                installation,
                new Intents(installation),
                new Planner(
                        context,
                        installation,
                        new DryRun(context, installation.shelf().jars())),
                new Changes(context, installation, drops),
                operations,
                inspection,
                drops);
    }
}
