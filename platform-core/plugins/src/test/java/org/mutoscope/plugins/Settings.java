package org.mutoscope.plugins;

import java.lang.annotation.Annotation;

/** Defaults, but quick to call a broken file broken. */
class Settings implements PluginsConfig {
    @Override
    public int rescan_milliseconds() {
        return 250;
    }

    @Override
    public int settle_milliseconds() {
        return 500;
    }

    @Override
    public int drain_seconds() {
        return 1;
    }

    @Override
    public int appear_milliseconds() {
        return 200;
    }

    @Override
    public int start_seconds() {
        return 60;
    }

    @Override
    public int watch_seconds() {
        return 300;
    }

    @Override
    public int watch_failed_percent() {
        return 30;
    }

    @Override
    public int archive_mebibytes() {
        return 1;
    }

    @Override
    public String trust_deploy() {
        return "warn";
    }

    @Override
    public String trust_upload() {
        return "warn";
    }

    @Override
    public String trust_catalogue() {
        return "require";
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return PluginsConfig.class;
    }
}
