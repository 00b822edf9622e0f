package dev.honeyrelay.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.openapiprocessor.jsonschema.schema.DocumentLoader;
import io.openapiprocessor.jsonschema.schema.JsonInstance;
import io.openapiprocessor.jsonschema.schema.JsonSchema;
import io.openapiprocessor.jsonschema.schema.SchemaStore;
import io.openapiprocessor.jsonschema.schema.SchemaVersion;
import io.openapiprocessor.jsonschema.validator.Validator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schemas of {@code docs/openapi.yaml}, to hold against them what the relay says.
 */
public final class ApiSchemas {

	private static final JsonMapper JSON = new JsonMapper();

	private static final URI DOCUMENT = URI.create("https://relay.test/openapi.json");

	// As the library brings them: the whole, and the three parts that it refers to.
	private static final List<String> OPEN_API = List.of("schema-base/2025-09-15", "schema/2025-09-15",
			"dialect/2024-11-10", "meta/2024-11-10");

	private static final Map<?, ?> DESCRIPTION = load();

	private static final JsonNode COMPONENTS = JSON.valueToTree(DESCRIPTION.get("components"));

	// Each of them is about a problem.
	private static final List<String> PROBLEMS = COMPONENTS.at("/responses")
		.propertyNames()
		.stream()
		.map((name) -> "/responses/" + name + "/content/application~1problem+json/schema")
		.filter((pointer) -> !component(pointer).isMissingNode())
		.toList();

	private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

	private ApiSchemas() {
	}

	/** Returns the component at {@code pointer}, such as {@code /responses}. */
	public static JsonNode component(String pointer) {
		return COMPONENTS.at(pointer);
	}

	/** Checks that {@code instance} is what the schema at {@code pointer} says. */
	public static void check(String pointer, Object instance) {
		assertThat(fits(pointer, instance)).as("%s fits %s", instance, pointer).isTrue();
	}

	/** Returns whether {@code document} is OpenAPI 3.1, schemas included. */
	public static boolean isOpenApi(JsonNode document) {
		SchemaStore store = store();
		for (String part : OPEN_API) {
			store.register(URI.create("https://spec.openapis.org/oas/3.1/" + part), "/openapi/3.1/" + part);
		}
		URI whole = URI.create("https://spec.openapis.org/oas/3.1/" + OPEN_API.getFirst());
		JsonSchema schema = store.getSchema(whole, SchemaVersion.Draft202012);
		Object plain = JSON.convertValue(document, Object.class);
		return new Validator().validate(schema, new JsonInstance(plain)).isValid();
	}

	/** Checks that some response may have {@code problem} as its body. */
	static void checkProblem(Object problem) {
		List<String> described = PROBLEMS.stream().filter((pointer) -> fits(pointer, problem)).toList();
		assertThat(described).as("responses in docs/openapi.yaml with the problem %s", problem).isNotEmpty();
	}

	private static boolean fits(String pointer, Object instance) {
		assertThat(component(pointer).isMissingNode()).as("no schema at " + pointer).isFalse();
		JsonSchema schema = SCHEMAS.computeIfAbsent(pointer, ApiSchemas::schema);
		Object plain = JSON.convertValue(instance, Object.class);
		return new Validator().validate(schema, new JsonInstance(plain)).isValid();
	}

	// A schema is looked up as a whole document, so each gets one that refers to it.
	private static JsonSchema schema(String pointer) {
		SchemaStore store = store();
		store.register(DOCUMENT, Map.of("$schema", "https://json-schema.org/draft/2020-12/schema", "$ref",
				"#/components" + pointer.replace("+", "%2B"), "components", DESCRIPTION.get("components")));
		return store.getSchema(DOCUMENT, SchemaVersion.Draft202012);
	}

	private static SchemaStore store() {
		SchemaStore store = new SchemaStore(new DocumentLoader((uri) -> {
			throw new IOException("nothing is fetched: " + uri);
		}, (text) -> JSON.readValue(text, Object.class)));
		store.registerDraft202012();
		return store;
	}

	private static Map<?, ?> load() {
		LoaderOptions options = new LoaderOptions();
		options.setMaxAliasesForCollections(Integer.MAX_VALUE);
		try {
			String yaml = Files.readString(Path.of("docs", "openapi.yaml"));
			return new Yaml(new SafeConstructor(options)).load(yaml);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
