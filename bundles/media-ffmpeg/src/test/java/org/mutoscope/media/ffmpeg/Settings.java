package org.mutoscope.media.ffmpeg;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations: the defaults, and what a test sets otherwise. */
final class Settings {
    private Settings() {}

    static FfmpegConfig defaults() {
        return with(Map.of());
    }

    static FfmpegConfig with(Map<String, Object> values) {
        return (FfmpegConfig) Proxy.newProxyInstance(
                FfmpegConfig.class.getClassLoader(),
                new Class<?>[] {FfmpegConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
