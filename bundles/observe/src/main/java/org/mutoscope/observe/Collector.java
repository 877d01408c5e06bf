package org.mutoscope.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.observe.Traces.Span;

/** The way to a collector: OpenTelemetry's batches and its exporter over the JDK's HTTP client. The one class that knows the library, loaded when there is a collector. */
final class Collector implements AutoCloseable {
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Spans that wait while the collector is slow; beyond that they are dropped. */
    private static final int MOST_WAITING = 8192;

    private static final int LONGEST_TEXT = 200;
    private static final int MOST_TEXTS = 32;

    private final Given ids = new Given();
    private final Deliveries deliveries;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** @param headers name and value @throws IllegalArgumentException if the address is none */
    Collector(String address, Map<String, String> headers, String service, String version) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(address)
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE);
        headers.forEach(exporter::addHeader);
        deliveries = new Deliveries(exporter.build());
        provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(Sampler.alwaysOn()) // decided before
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), service,
                        AttributeKey.stringKey("service.version"), version)))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_TEXT)
                        .setMaxNumberOfAttributes(MOST_TEXTS)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(deliveries)
                        .setScheduleDelay(DELAY)
                        .setExporterTimeout(PATIENCE)
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
        tracer = provider.get("org.mutoscope");
    }

    /** Puts it among those that are sent next; never waits. */
    void take(SpanIds where, Span span) {
        ids.next.set(where);
        try {
            SpanBuilder builder = tracer.spanBuilder(span.name()).setStartTimestamp(span.from());
            if (where.parent() == null) {
                builder.setNoParent();
            } else {
                SpanContext parent = SpanContext.createFromRemoteParent(
                        where.trace(), where.parent(), TraceFlags.getSampled(), TraceState.getDefault());
                builder.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(parent)));
            }
            span.attributes().forEach(builder::setAttribute);
            io.opentelemetry.api.trace.Span made = builder.startSpan();
            if (span.fault() != null) {
                made.setStatus(StatusCode.ERROR, span.fault());
            }
            made.end(span.to());
        } finally {
            ids.next.remove();
        }
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** Sends what is left, for two seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(2, TimeUnit.SECONDS);
    }

    /** The ids that were worked out, for the span that this thread makes. */
    private static final class Given implements IdGenerator {
        private final ThreadLocal<SpanIds> next = new ThreadLocal<>();

        @Override
        public String generateSpanId() {
            return next.get().own();
        }

        @Override
        public String generateTraceId() {
            return next.get().trace();
        }
    }
}
