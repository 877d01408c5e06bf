package org.mutoscope.rest;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.observe.Trail;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Where requests come in: names the request, finds its route, asks the gate, and sees to it that whatever happens is answered in our form
 * and that a client who is still sending can read the answer. One plain servlet with a fixed table of routes: decision 0003.
 */
@Component(service = Servlet.class, configurationPid = "org.mutoscope.rest")
@HttpWhiteboardServletName("org.mutoscope.rest")
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardServletAsyncSupported
@Designate(ocd = RestConfig.class)
public final class Door extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final transient AtomicReference<Settings> settings = new AtomicReference<>(Settings.DEFAULTS);
    private final transient House house;
    private final transient Counter counter;
    private final transient Router router;
    private final transient Gate gate;
    private final transient Threshold threshold;
    private final transient Refusals refusals;

    /** Called by the component runtime. */
    @Activate
    public Door(@Reference House house, @Reference Listeners listeners, RestConfig config, BundleContext bundle) {
        this(house, listeners::ports, Path.of(String.valueOf(bundle.getProperty("mutoscope.data"))));
        configure(config);
    }

    Door(House house, Supplier<Ports> ports, Path data) {
        this.house = house;
        counter = new Counter(house, settings::get, data);
        router = counter.routes();
        gate = new Gate(house, settings::get);
        refusals = new Refusals(house);
        threshold = new Threshold(() -> settings.get().front(), ports);
    }

    /** Takes changed settings. */
    @Modified
    public void configure(RestConfig config) {
        settings.set(Settings.of(config));
    }

    void configure(Settings changed) {
        settings.set(changed);
    }

    /** Ends the event streams. */
    @Deactivate
    public void close() {
        counter.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Call call = new Call(settings.get().front().proxies().origin(request));
        response.setHeader("x-request-id", call.id());
        MDC.put("request", call.id());
        Trail.set(request.getHeader("traceparent"));
        try {
            if (!Cors.answered(settings.get().corsOrigins(), request, response)) {
                Answer answer = Gate.dressed(answer(request, call), call);
                threshold.remind(call.origin(), answer);
                send(answer, request, response);
            }
            if (!request.isAsyncStarted()) {
                Leftover.read(request, call, settings.get());
            }
        } finally {
            MDC.remove("request");
            MDC.remove("account");
            Trail.set(null);
            count(call, response.getStatus());
        }
    }

    private void count(Call call, int status) {
        Meters counting = house.meters;
        if (counting != null) {
            counting.answered(call.route(), status, call.age());
        }
    }

    /** The answer to a request, an error included. */
    private Answer answer(HttpServletRequest request, Call call) {
        String uri = request.getRequestURI();
        try {
            Answer elsewhere = threshold.stopped(call.origin(), request);
            if (elsewhere != null) {
                return elsewhere;
            }
            String[] path = Router.split(uri);
            Router.Route route = router.find(request.getMethod(), path);
            threshold.at(route, request);
            call.found(route);
            gate.pass(route.access(), call, request.getHeader("authorization"));
            if (call.caller() != null) {
                call.caller(threshold.here(call.caller(), request));
                MDC.put("account", call.caller().accountId());
            }
            return route.handler().answer(new Ask(request, call, route.values(path)));
        } catch (Router.WrongMethod e) {
            return request.getMethod().equals("OPTIONS")
                    ? Answer.of(HttpServletResponse.SC_NO_CONTENT).with("allow", e.allowed())
                    : Faults.answer(e, call, uri.startsWith("/api/"));
        } catch (Exception | LinkageError e) {
            refusals.note(call, e);
            return Faults.answer(e, call, uri.startsWith("/api/"));
        }
    }

    private static void send(Answer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            answer.send(request, response);
        } catch (Answer.Truncated e) {
            LOG.error("an answer broke off: {}", e.getMessage());
            throw e;
        }
    }
}
