package org.mutoscope.backend.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;
import org.mutoscope.worker.wire.Message;

/** What a worker says before it is ready. Filled message by message on one thread, then only read. */
final class Greeting {
    private static final int PROTOCOL = 1;

    private final List<OfferedModel> models = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Fields hello = new Fields();

    /** Where messages come from. */
    interface Source {
        /** Waits for the next message, at most so long. */
        Optional<Message> take(Duration patience) throws InterruptedException, WorkerFault;
    }

    /**
     * Listens until the greeting is complete. Each message begins the time anew: how long all models take together is nobody's fault.
     *
     * @param patience with silence
     * @return nothing if the silence was longer
     */
    static Optional<Greeting> listen(Source source, Duration patience)
            throws InterruptedException, WorkerFault, GarbledException {
        Greeting greeting = new Greeting();
        while (true) {
            Optional<Message> message = source.take(patience);
            if (message.isEmpty()) {
                return Optional.empty();
            }
            if (greeting.hear(message.get())) {
                return Optional.of(greeting);
            }
        }
    }

    /** Takes the next message. @return whether the greeting is complete */
    boolean hear(Message message) throws GarbledException {
        switch (message.type()) {
            case HELLO -> hello(message.fields());
            case OFFER -> models.add(OfferedModel.of(message.fields()));
            case PROBLEM -> problem(message.fields());
            case PROGRESS -> {
                // It reads or tries something large.
            }
            case READY -> {
                return true;
            }
            default -> throw new GarbledException(message.type() + " before READY");
        }
        return false;
    }

    private void hello(Fields fields) throws GarbledException {
        if (fields.number("protocol") != PROTOCOL) {
            throw new GarbledException("it speaks version " + fields.number("protocol") + " instead of " + PROTOCOL
                    + "; lib/worker belongs to another release");
        }
        for (String key : List.of("worker", "onnxruntime", "provider", "device", "reason")) {
            fields.text(key);
        }
        hello = fields;
    }

    private void problem(Fields fields) throws GarbledException {
        problems.add("model folder " + fields.text("folder") + " is not offered: " + fields.text("message") + " ["
                + fields.text("code") + "]");
    }

    /** Models in the order of their folders. */
    List<OfferedModel> models() {
        return models;
    }

    /** Whether it has a model. */
    boolean offers(String id) {
        return models.stream().anyMatch(model -> model.id().equals(id));
    }

    /** One sentence for each folder that is not offered. */
    List<String> problems() {
        return problems;
    }

    /** {@code cpu}, {@code cuda} or {@code none}. */
    String provider() {
        return said("provider");
    }

    /** Device, for people. */
    String device() {
        return said("device");
    }

    /** Why the device is not CUDA, or empty. */
    String reason() {
        return said("reason");
    }

    /** Version of ONNX Runtime. */
    String runtime() {
        return said("onnxruntime");
    }

    /** Whether another worker offers exactly the same. */
    boolean sameOffers(Greeting other) {
        return device().equals(other.device()) && said().equals(other.said());
    }

    private List<Map<String, String>> said() {
        return models.stream().map(OfferedModel::said).toList();
    }

    private String said(String key) {
        return hello.all().getOrDefault(key, "");
    }
}
