package org.mutoscope.observe;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.observe.Traces;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces of jobs for a collector that takes OTLP over HTTP. Off until an address is configured; off, it loads nothing of the library. */
@Component(
        service = {Traces.class, Tracing.class},
        configurationPid = ObserveConfig.PID)
@Designate(ocd = ObserveConfig.class)
public final class Tracing implements Traces {
    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    private final String version;
    private volatile Collector collector;
    private volatile int percent;
    private volatile String fault;
    private volatile String address = "";

    /** Begins as configured. */
    @Activate
    public Tracing(BundleContext context, ObserveConfig config) {
        this(context.getBundle().getVersion().toString(), config);
    }

    Tracing(String version, ObserveConfig config) {
        this.version = version;
        configure(config);
    }

    /** Goes on as configured now; what was not sent yet is sent to where it was meant to go. */
    @Modified
    public synchronized void configure(ObserveConfig config) {
        Collector before = collector;
        percent = config.traces_percent();
        address = config.traces_endpoint().strip();
        fault = null;
        try {
            collector = address.isEmpty()
                    ? null
                    : new Collector(web(address), headers(config.traces_headers()), config.traces_service(), version);
        } catch (IllegalArgumentException e) {
            collector = null;
            fault = e.getMessage();
            LOG.error("there are no traces: {}", fault);
        }
        if (before != null) {
            before.close();
        }
    }

    /** Without a password that somebody may have written into the address. */
    private String host() {
        URI uri = URI.create(address);
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static String web(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("no address", e);
        }
        throw new IllegalArgumentException("traces.endpoint is no address of the form http://HOST:4318/v1/traces");
    }

    /** The sentence never holds a value: it may be a secret. */
    private static Map<String, String> headers(String... lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (!name.matches("[A-Za-z0-9-]{1,100}") || !value.matches("[\\x20-\\x7e]*")) {
                throw new IllegalArgumentException(
                        "an entry of traces.headers is not of the form NAME: VALUE in plain letters");
            }
            headers.put(name, value);
        }
        return headers;
    }

    /** Sends what is left. */
    @Deactivate
    public synchronized void close() {
        Collector last = collector;
        collector = null;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public boolean on() {
        return collector != null;
    }

    @Override
    public void tell(Where where, Span span) {
        Collector now = collector;
        if (now == null) {
            return;
        }
        try {
            SpanIds ids = SpanIds.of(where, span, percent);
            if (ids.sampled()) {
                now.take(ids, span);
            }
        } catch (RuntimeException e) {
            LOG.warn("a span could not be told", e); // whoever tells has other things to do
        }
    }

    /** Spans that the collector took since it was configured. */
    long taken() {
        Collector now = collector;
        return now == null ? 0 : now.deliveries().taken();
    }

    /** Spans that it did not take. */
    long lost() {
        Collector now = collector;
        return now == null ? 0 : now.deliveries().lost();
    }

    /** Whether they arrive. */
    Check check(LastWords words) {
        return Check.of("traces", () -> diagnosis(words));
    }

    private Diagnosis diagnosis(LastWords words) {
        Collector now = collector;
        if (fault != null) {
            return Diagnosis.doubtful("There are no traces, because they are configured wrongly.")
                    .because(fault)
                    .run("mutoscope config check");
        }
        if (now == null) {
            return Diagnosis.well("Traces are off.");
        }
        return now.deliveries().failing()
                ? Diagnosis.doubtful("The collector at " + host() + " does not take traces; "
                                + now.deliveries().lost() + " spans are lost. Jobs are not concerned.")
                        .because(words.about("io.opentelemetry"))
                        .run("curl -i -X POST -H 'content-type: application/json' -d '{}' http://" + host()
                                + "/v1/traces")
                : Diagnosis.well("The collector took " + now.deliveries().taken() + " spans.");
    }
}
