package org.mutoscope.provenance.c2pa;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A manifest in the making: statements, without the hard binding and the signature.
 *
 * @param label its name
 * @param instance id of this rendition
 * @param title the clip's id
 * @param assertions statements in order
 * @param ancestors manifests of ingredients, which travel in front of it unchanged
 */
record Manifest(String label, String instance, String title, List<Superbox> assertions, List<Superbox> ancestors) {
    /** What signed; the name that viewers show as the program. */
    private static final String GENERATOR = "Mutoscope";

    /** The manifest of a clip and what it was made from. */
    static Manifest of(ClipFacts clip, List<Ingredient> ingredients) throws Malformed {
        List<Superbox> assertions = new ArrayList<>();
        Map<Ingredient.Relation, List<Object>> references = new EnumMap<>(Ingredient.Relation.class);
        List<Superbox> ancestors = new ArrayList<>();
        for (int i = 0; i < ingredients.size(); i++) {
            Ingredient ingredient = ingredients.get(i);
            String name = i == 0 ? Assertions.INGREDIENT : Assertions.INGREDIENT + "__" + i;
            Superbox box = cbor(name, ingredient.assertion());
            assertions.add(box);
            references
                    .computeIfAbsent(ingredient.relation(), none -> new ArrayList<>())
                    .add(inner(box));
            if (ingredient.store().isPresent()) {
                join(ancestors, ingredient.store().get().store().boxes());
            }
        }
        assertions.add(cbor(Assertions.ACTIONS, Assertions.actions(actions(clip, references))));
        assertions.add(cbor(Assertions.TRAINING, Assertions.training(clip.training())));
        assertions.add(cbor(Assertions.DISCLOSURE, Assertions.disclosure(clip)));
        if (clip.mark() != null) {
            assertions.add(cbor(
                    Assertions.SOFT_BINDING,
                    Assertions.softBinding(clip.mark().algorithm(), clip.mark().value())));
        }
        if (!clip.grants().isEmpty()) {
            assertions.add(cbor(Assertions.GRANTS, Assertions.grants(clip.grants())));
        }
        if (clip.attribution() != null) {
            assertions.add(cbor(Assertions.ATTRIBUTION, Assertions.attribution(clip.attribution())));
        }
        return new Manifest(
                "urn:c2pa:" + UUID.randomUUID(),
                "xmp:iid:" + UUID.randomUUID(),
                clip.assetId(),
                List.copyOf(assertions),
                List.copyOf(ancestors));
    }

    /** A manifest that several ingredients carry travels once. */
    private static void join(List<Superbox> ancestors, List<Superbox> more) throws Malformed {
        for (Superbox manifest : more) {
            Superbox same = ancestors.stream()
                    .filter(each -> each.label().equals(manifest.label()))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                ancestors.add(manifest);
            } else if (!same.body().equals(manifest.body())) {
                throw Malformed.box("two ingredients carry different manifests of one name");
            }
        }
    }

    private static List<Map<String, Object>> actions(
            ClipFacts clip, Map<Ingredient.Relation, List<Object>> references) {
        List<Object> parents = references.getOrDefault(Ingredient.Relation.PARENT, List.of());
        List<Object> components = references.getOrDefault(Ingredient.Relation.COMPONENT, List.of());
        List<Object> inputs = references.getOrDefault(Ingredient.Relation.INPUT, List.of());
        Map<String, Object> agent = Map.of("name", clip.system(), "version", clip.systemVersion());
        Map<String, Object> made = new LinkedHashMap<>(Map.of("softwareAgent", agent));
        List<Map<String, Object>> actions = new ArrayList<>();
        if (parents.isEmpty()) {
            made.put("digitalSourceType", Assertions.GENERATED);
            given(made, inputs);
            actions.add(Assertions.action("c2pa.created", clip.createdAt(), made));
        } else {
            actions.add(Assertions.action(
                    "c2pa.opened", clip.createdAt(), Map.of("parameters", Map.of("ingredients", parents))));
            made.put("digitalSourceType", Assertions.COMPOSED);
            given(made, inputs);
            actions.add(Assertions.action("c2pa.edited", clip.createdAt(), made));
        }
        for (Object component : components) {
            actions.add(Assertions.action(
                    "c2pa.placed",
                    clip.createdAt(),
                    Map.of("softwareAgent", agent, "parameters", Map.of("ingredients", List.of(component)))));
        }
        if (clip.mark() != null) {
            actions.add(Assertions.action("c2pa.watermarked", clip.createdAt(), Map.of("softwareAgent", agent)));
        }
        return actions;
    }

    private static void given(Map<String, Object> made, List<Object> inputs) {
        if (!inputs.isEmpty()) {
            made.put("parameters", Map.of("ingredients", inputs));
        }
    }

    /** A statement in CBOR. */
    static Superbox cbor(String label, Map<String, Object> value) {
        return Superbox.of("cbor", label, Cbor.write(value));
    }

    private static Map<String, Object> inner(Superbox assertion) throws Malformed {
        return Assertions.reference("c2pa.assertions/" + assertion.label(), assertion.digest(Digests.SHA_256));
    }

    /** The claim over all statements and the hard binding. */
    byte[] claim(Superbox binding, String version) throws Malformed {
        List<Object> created = new ArrayList<>();
        created.add(inner(binding));
        for (Superbox assertion : assertions) {
            created.add(inner(assertion));
        }
        return Cbor.write(Map.of(
                "instanceID",
                instance,
                "claim_generator_info",
                Map.of("name", GENERATOR, "version", version),
                "signature",
                "self#jumbf=/c2pa/" + label + "/c2pa.signature",
                "created_assertions",
                created,
                "dc:title",
                title,
                "alg",
                Digests.SHA_256));
    }

    /** The whole store: the ancestors, then this manifest. */
    byte[] store(Superbox binding, byte[] claim, byte[] signature) {
        List<Superbox> statements = new ArrayList<>();
        statements.add(binding);
        statements.addAll(assertions);
        Superbox manifest = Superbox.of(
                "c2ma",
                label,
                List.of(
                        Superbox.of("c2as", "c2pa.assertions", statements),
                        Superbox.of("c2cl", "c2pa.claim.v2", new Superbox.Content("cbor", buffer(claim))),
                        Superbox.of("c2cs", "c2pa.signature", new Superbox.Content("cbor", buffer(signature)))));
        List<Superbox> manifests = new ArrayList<>(ancestors);
        manifests.add(manifest);
        return Superbox.of("c2pa", "c2pa", manifests).bytes();
    }

    private static java.nio.ByteBuffer buffer(byte[] bytes) {
        return java.nio.ByteBuffer.wrap(bytes);
    }
}
