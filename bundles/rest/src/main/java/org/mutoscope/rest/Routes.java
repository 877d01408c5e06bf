package org.mutoscope.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the routes from the annotations of the resources, as {@code "GET /v1/videos/{id}"}. */
final class Routes {
    private Routes() {}

    static Map<Method, String> of(List<?> resources) {
        Map<Method, String> routes = new HashMap<>();
        for (Object resource : resources) {
            for (Method method : resource.getClass().getMethods()) {
                String verb = verb(method);
                if (verb != null) {
                    routes.put(method, verb + " " + path(resource.getClass(), method));
                }
            }
        }
        return routes;
    }

    private static String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }

    private static String path(Class<?> type, Method method) {
        StringBuilder path = new StringBuilder();
        for (Path part : new Path[] {type.getAnnotation(Path.class), method.getAnnotation(Path.class)}) {
            if (part != null && !part.value().equals("/")) {
                path.append(part.value().startsWith("/") ? "" : "/").append(part.value());
            }
        }
        return path.length() == 0 ? "/" : path.toString();
    }
}
