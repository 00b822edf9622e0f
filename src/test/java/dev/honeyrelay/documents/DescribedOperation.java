package dev.honeyrelay.documents;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * One method of one path, as {@code /openapi.json} describes it.
 *
 * @param document the whole description
 * @param path the path, with its variables
 * @param method the method, in capitals
 * @param node what is said about it
 */
public record DescribedOperation(JsonNode document, String path, String method, JsonNode node) {

	/** Returns all operations in {@code document}. */
	static List<DescribedOperation> in(JsonNode document) {
		return document.get("paths")
			.properties()
			.stream()
			.flatMap((path) -> path.getValue()
				.properties()
				.stream()
				.map((method) -> new DescribedOperation(document, path.getKey(),
						method.getKey().toUpperCase(Locale.ROOT), method.getValue())))
			.toList();
	}

	/** Returns the path without the names of its variables. */
	String shape() {
		return this.path.replaceAll("\\{[^}]*}", "{}");
	}

	/** Returns whether HoneyHive's answers are read here. */
	boolean isRead() {
		return this.path.matches("(/v1)?(/projects/\\{project_id})?/(runs|events)(/.*)?");
	}

	/** Returns the parameters in {@code place}: path, query or header. */
	public List<JsonNode> parameters(String place) {
		return this.node.path("parameters")
			.valueStream()
			.map(this::resolved)
			.filter((parameter) -> parameter.get("in").asString().equals(place))
			.toList();
	}

	/** Returns the names of the parameters in the query. */
	public Set<String> queryNames() {
		return parameters("query").stream()
			.map(DescribedOperation::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** Returns a target with the examples in place of variables and what is required. */
	public String target() {
		String target = this.path;
		for (JsonNode variable : parameters("path")) {
			target = target.replace('{' + name(variable) + '}', example(variable));
		}
		// Of several, one of which is needed, the first.
		String needed = this.node.at("/x-one-of/0").asString("");
		String query = parameters("query").stream()
			.filter((parameter) -> parameter.path("required").asBoolean(false) || name(parameter).equals(needed))
			.map((parameter) -> query(parameter, example(parameter)))
			.collect(Collectors.joining("&"));
		return query.isEmpty() ? target : target + '?' + query;
	}

	/** Returns the target with {@code parameter} added. */
	public String targetWith(String parameter) {
		return target() + (target().contains("?") ? '&' : '?') + parameter;
	}

	/** Returns {@code parameter} with {@code value} as part of a query. */
	public static String query(JsonNode parameter, String value) {
		return encoded(name(parameter)) + '=' + encoded(value);
	}

	/** Returns what {@code parameter} is called. */
	public static String name(JsonNode parameter) {
		return parameter.get("name").asString();
	}

	/** Returns the example of {@code parameter}. */
	public static String example(JsonNode parameter) {
		JsonNode example = parameter.get("example");
		return example.isArray() ? example.get(0).asString() : example.asString();
	}

	/** Returns the response that is described for {@code status}, or else the default. */
	public JsonNode response(int status) {
		JsonNode exact = responses().path(Integer.toString(status));
		return resolved(exact.isMissingNode() ? responses().path("default") : exact);
	}

	/** Returns the header fields of {@code response} by name in lower case. */
	public Map<String, JsonNode> headers(JsonNode response) {
		return response.path("headers")
			.properties()
			.stream()
			.collect(Collectors.toMap((field) -> field.getKey().toLowerCase(Locale.ROOT),
					(field) -> resolved(field.getValue())));
	}

	/** Returns the media types that {@code response} may have. */
	public static Stream<String> types(JsonNode response) {
		return response.path("content").propertyNames().stream();
	}

	private JsonNode responses() {
		return this.node.get("responses");
	}

	/** Returns {@code node}, or what it refers to. */
	public JsonNode resolved(JsonNode node) {
		return node.has("$ref") ? this.document.at(node.get("$ref").asString().substring(1)) : node;
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.method + ' ' + this.path;
	}

}
