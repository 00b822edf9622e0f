package dev.honeyrelay.problem;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A problem document (RFC 9457), which also has the members that HoneyHive's own clients
 * read.
 *
 * @param type the situation
 * @param detail what is the matter this time, fit for anybody to read
 * @param headers header fields that belong to it
 */
public record Problem(ProblemType type, String detail, Map<String, String> headers) {

	static final String CONTENT_TYPE = "application/problem+json";

	private static final JsonFactory JSON = new JsonFactory();

	public Problem {
		headers = Map.copyOf(headers);
	}

	public static Problem of(ProblemType type, String detail) {
		return new Problem(type, detail, Map.of());
	}

	/** Returns this problem with another header field. */
	public Problem with(String header, String value) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.put(header, value);
		return new Problem(this.type, this.detail, all);
	}

	/**
	 * Returns the document for the request of that id, in UTF-8.
	 * @param base what the paths of pages begin with, as callers see them
	 */
	byte[] toJson(String requestId, String base) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
			json.writeStartObject();
			json.writeStringProperty("type", base + "/problems/" + this.type.slug());
			json.writeStringProperty("title", this.type.title());
			json.writeNumberProperty("status", this.type.status());
			json.writeStringProperty("detail", this.detail);
			json.writeStringProperty("requestId", requestId);
			json.writeNumberProperty("statusCode", this.type.status());
			json.writeStringProperty("message", this.type.title());
			json.writeBooleanProperty("success", false);
			json.writeStringProperty("errorCode", this.type.errorCode());
			json.writeEndObject();
		}
		return bytes.toByteArray();
	}

}
