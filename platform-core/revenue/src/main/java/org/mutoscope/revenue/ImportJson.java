package org.mutoscope.revenue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Reads a file of income in JSON: an array of flat objects. Numbers are kept as they are written, so that 1e3 or 1.0 is refused and not rounded. */
final class ImportJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ImportJson() {}

    static List<ImportFile.Raw> read(String text) {
        List<ImportFile.Raw> lines = new ArrayList<>();
        ImportFaults faults = new ImportFaults();
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw ImportFaults.unreadable("JSON is an array of objects.");
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                int number = json.currentTokenLocation().getLineNr();
                Map<String, String> fields = object(json);
                String wrong = wrong(fields);
                if (wrong == null) {
                    lines.add(new ImportFile.Raw(number, fields));
                } else {
                    faults.add(number, wrong);
                }
                ImportFile.limit(lines.size());
            }
            if (json.currentToken() != JsonToken.END_ARRAY || json.nextToken() != null) {
                throw ImportFaults.unreadable("JSON is an array of objects and nothing else.");
            }
        } catch (JsonProcessingException e) {
            throw broken(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e);
        } catch (IOException e) {
            throw broken(1, e);
        }
        faults.require();
        return lines;
    }

    private static Problem broken(int line, IOException e) {
        return new Problem(
                Code.INVALID_IMPORT, "Nothing of this file was taken: line " + line + ": this is no JSON.", null, e);
    }

    /** Its fields as text; what is neither text nor number has an empty name. */
    private static Map<String, String> object(JsonParser json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
                fields.put(name, json.getText());
            } else if (value != JsonToken.VALUE_NULL) {
                json.skipChildren();
                fields.put("", name);
            }
        }
        return fields;
    }

    private static String wrong(Map<String, String> fields) {
        for (String name : fields.keySet()) {
            if (!ImportLine.NEEDED.contains(name) && !name.equals(ImportLine.CORRECTS)) {
                return name.isEmpty() ? "\"" + fields.get("") + "\" is no text" : "\"" + name + "\" is unknown";
            }
        }
        return fields.keySet().containsAll(ImportLine.NEEDED)
                ? null
                : "it lacks one of period, source, currency, net_minor, asset, reference";
    }
}
