package dev.honeyrelay.documents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document of the relay: {@code docs/openapi.yaml}, which has each operation
 * once, with every spelling of its path written out and HEAD beside GET.
 */
final class ApiDocument {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String CANONICAL = "/v1/";

	private static final String VIEWS = "/views";

	private static final List<String> PREFIXES = List.of(CANONICAL, "/", "/v1/projects/{project_id}/",
			"/projects/{project_id}/");

	private final Map<String, ObjectNode> canonical = new LinkedHashMap<>();

	private final Map<String, ObjectNode> spellings = new LinkedHashMap<>();

	private ApiDocument() {
	}

	/** Returns the document that grows from {@code yaml}, in UTF-8. */
	static byte[] toJson(String yaml) {
		LoaderOptions options = new LoaderOptions();
		// The relay's own document says the same by reference very often.
		options.setMaxAliasesForCollections(Integer.MAX_VALUE);
		Object parsed = new Yaml(new SafeConstructor(options)).load(yaml);
		ObjectNode document = JSON.valueToTree(parsed);
		ApiDocument paths = new ApiDocument();
		document.withObject("/paths")
			.properties()
			.forEach((path) -> paths.add(path.getKey(), path.getValue().asObject()));
		ObjectNode all = document.putObject("paths");
		paths.canonical.forEach(all::set);
		paths.spellings.forEach((path, item) -> all.putIfAbsent(path, item));
		return JSON.writeValueAsBytes(document);
	}

	private void add(String path, ObjectNode item) {
		ArrayNode also = item.withArray("x-also");
		item.remove("x-also");
		if (path.startsWith(VIEWS)) {
			String spelling = VIEWS + "/projects/{project_id}" + path.substring(VIEWS.length());
			this.spellings.put(spelling, another(spelling, path, item));
		}
		if (path.startsWith(CANONICAL)) {
			Stream.concat(Stream.of(path), also.valueStream().map((name) -> name.asString()))
				.flatMap((name) -> PREFIXES.stream().map((prefix) -> prefix + name.substring(CANONICAL.length())))
				.forEach((spelling) -> this.spellings.put(spelling, another(spelling, path, item)));
		}
		this.canonical.put(path, withHead(item));
	}

	private static ObjectNode another(String spelling, String path, ObjectNode item) {
		ObjectNode get = item.withObject("/get").deepCopy();
		get.remove("description");
		if (get.remove("operationId") != null) {
			get.put("summary", "The same as GET " + path);
		}
		get.putArray("tags").add("Other spellings");
		if (spelling.contains("{project_id}")) {
			get.withArray("parameters").insertObject(0).put("$ref", "#/components/parameters/project_in_path");
		}
		ObjectNode other = JSON.createObjectNode();
		other.set("get", get);
		return withHead(other);
	}

	private static ObjectNode withHead(ObjectNode item) {
		if (item.has("get")) {
			ObjectNode head = item.withObject("/get").deepCopy();
			head.remove(List.of("operationId", "description"));
			head.put("summary", "What GET answers, without the body");
			ObjectNode responses = head.withObject("/responses");
			responses.retain("304");
			responses.putObject("200").put("$ref", "#/components/responses/Head");
			responses.putObject("default").put("$ref", "#/components/responses/Head");
			item.set("head", head);
		}
		return item;
	}

}
