package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** A command that asks the platform something and shows the answer. */
@CommandLine.Command(mixinStandardHelpOptions = true)
abstract class Client implements Callable<Integer> {
    @Mixin
    Target target;

    @CommandLine.Spec
    CommandSpec spec;

    /** Does it and shows what came of it. */
    abstract void run(Api api);

    @Override
    public final Integer call() {
        run(target.open());
        return 0;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Shows an answer as JSON if that was asked for, else in words. */
    void show(JsonNode answer, Runnable inWords) {
        if (target.json()) {
            out().println(Api.pretty(answer));
        } else {
            inWords.run();
        }
    }

    /** Shows rows under headings. */
    void table(JsonNode rows, String... columns) {
        List<String[]> cells = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> java.util.Arrays.stream(columns)
                        .map(c -> text(row.path(c)))
                        .toArray(String[]::new))
                .toList();
        int[] widths = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    columns[i].length(),
                    cells.stream().mapToInt(c -> c[column].length()).max().orElse(0));
        }
        line(columns, widths);
        cells.forEach(c -> line(c, widths));
    }

    private void line(String[] cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            text.append(cells[i]).append(" ".repeat(widths[i] - cells[i].length() + 2));
        }
        out().println(text.toString().stripTrailing());
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.isArray()) {
            return String.join(
                    ",",
                    StreamSupport.stream(value.spliterator(), false)
                            .map(JsonNode::asText)
                            .toList());
        }
        if (value.isObject()) {
            return value.isEmpty()
                    ? "-"
                    : value.properties().stream()
                            .map(field ->
                                    field.getKey() + "=" + field.getValue().asText())
                            .collect(Collectors.joining(","));
        }
        return value.asText();
    }
}
