package org.mutoscope.rest;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.jersey.servlet.ServletContainer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.MDC;

/**
 * Where requests come in: names the request, lets Jersey find its resource, and sees to it that whatever happens is answered in our form
 * and that a client who is still sending can read the answer. One servlet with a fixed set of resources: decision 0003.
 */
@Component(service = Servlet.class, configurationPid = "org.mutoscope.rest")
@HttpWhiteboardServletName("org.mutoscope.rest")
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardServletAsyncSupported
@Designate(ocd = RestConfig.class)
public final class Door extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient AtomicReference<Settings> settings = new AtomicReference<>(Settings.DEFAULTS);
    private final transient Counter counter;
    private transient ServletContainer jersey;

    /** Called by the component runtime. */
    @Activate
    public Door(@Reference House house, RestConfig config, BundleContext bundle) {
        this(house, Path.of(String.valueOf(bundle.getProperty("mutoscope.data"))));
        configure(config);
    }

    Door(House house, Path data) {
        counter = new Counter(house, settings::get, data);
    }

    /** Takes changed settings. */
    @Modified
    public void configure(RestConfig config) {
        settings.set(Settings.of(config));
    }

    void configure(Settings changed) {
        settings.set(changed);
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        ServletContainer container = new ServletContainer(counter.application());
        container.init(config);
        jersey = container;
    }

    /** Ends the event streams. */
    @Deactivate
    public void close() {
        counter.close();
    }

    @Override
    public void destroy() {
        ServletContainer container = jersey;
        if (container != null) {
            container.destroy();
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Call call = Call.begin(request);
        response.setHeader("x-request-id", call.id());
        MDC.put("request", call.id());
        try {
            if (!Cors.answered(settings.get().corsOrigins(), request, response)) {
                serve(request, response);
            }
            if (!request.isAsyncStarted()) {
                Leftover.read(request, call, settings.get());
            }
        } finally {
            MDC.remove("request");
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            jersey.service(new Unnegotiated(request), response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted()) {
                throw new IOException("the answer broke off", e);
            }
            Throwable cause = e instanceof ServletException && e.getCause() != null ? e.getCause() : e;
            Response answer = Faults.answer(cause, request);
            response.setStatus(answer.getStatus());
            answer.getStringHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
            response.getOutputStream().write((byte[]) answer.getEntity());
        }
    }
}
