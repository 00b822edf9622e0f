package dev.honeyrelay.problem;

import java.util.Locale;

import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/**
 * Says what is at fault with a request that the container or the framework refuses, in
 * words of the relay's own: nothing that the caller sent is repeated. What a controller
 * of the relay refuses, it says itself.
 */
final class RefusalDetail {

	// What the container's request says where not even the first line could be read.
	private static final String UNREAD = "/badMessage";

	private RefusalDetail() {
	}

	/** Returns what is at fault where nothing but {@code type} is known. */
	static String of(ProblemType type) {
		return switch (type) {
			case NOT_FOUND -> "There is nothing at this path.";
			case METHOD_NOT_ALLOWED -> "The path does not work with this method.";
			case NOT_ACCEPTABLE -> "The header field Accept allows nothing that is here.";
			case UNSUPPORTED_MEDIA_TYPE -> "The header field Content-Type names a type that is of no use here.";
			case URI_TOO_LONG -> "The request target is too long: path and query may have 32 KB.";
			case HEADER_FIELDS_TOO_LARGE -> "The header fields are too long or too many.";
			case INVALID_REQUEST -> "The path, a parameter or a header field cannot be read.";
			default -> type.title() + '.';
		};
	}

	/** Returns what is at fault with {@code path}, at which there is nothing. */
	static String ofNothing(String path) {
		return (path.length() > 1 && path.endsWith("/")) ? "There is nothing at this path, which ends with a slash."
				: of(ProblemType.NOT_FOUND);
	}

	/**
	 * Returns what is at fault where reading the query or the body threw {@code reason}.
	 */
	static String ofQueryOrBody(@Nullable String reason) {
		String lower = lower(reason);
		if (lower.contains("query") || lower.contains("parameter")) {
			return "The query is not percent-encoded UTF-8 text.";
		}
		if (lower.contains("cookie")) {
			return "The header field Cookie cannot be read.";
		}
		return "The query or the body of the request cannot be read.";
	}

	/**
	 * Returns what is at fault where the container refused a request before anything else
	 * saw it.
	 * @param uri the target, as far as it was read
	 * @param reason the container's own word
	 */
	static String ofContainer(int status, ProblemType type, HttpURI uri, @Nullable String reason) {
		if (type != ProblemType.INVALID_REQUEST) {
			return of(type);
		}
		boolean unread = UNREAD.equals(uri.toString());
		return switch (status) {
			case 417 -> "The header field Expect asks for something that is not done here.";
			default -> unread ? ofLine(lower(reason)) : ofHead(uri, lower(reason));
		};
	}

	/** Returns what is at fault with {@code path}, which is not decoded. */
	static String ofPath(@Nullable String path) {
		String lower = lower(path);
		if (lower.contains("//") || lower.contains("%2f%2f")) {
			return "The path has an empty segment: two slashes in a row.";
		}
		if (lower.contains("%2f")) {
			return "The path has an encoded slash.";
		}
		if (lower.contains(";") || lower.contains("%3b")) {
			return "The path has a semicolon.";
		}
		if (lower.contains("\\") || lower.contains("%5c")) {
			return "The path has a backslash.";
		}
		if (hasDotSegment(lower)) {
			return "The path has a segment of dots alone.";
		}
		return lower.contains("%") ? "The path has percent-encoding that is malformed, not UTF-8, or of no use here."
				: "The path has a character that is not allowed.";
	}

	private static String ofLine(String reason) {
		if (reason.contains("version") || reason.contains("http/0.9")) {
			return "The request line does not end with HTTP/1.1.";
		}
		if (reason.contains("!hex") || reason.contains("% encoding")) {
			return "The path has a percent sign that two hexadecimal digits do not follow.";
		}
		if (reason.contains("bad uri")) {
			return "The path has segments of dots that lead above its beginning.";
		}
		if (reason.contains("illegal character")) {
			return "The request line has a character that is not allowed.";
		}
		if (reason.contains("authority") || reason.contains("scheme") || reason.contains("port")) {
			return "The request target is a URL with a malformed scheme, host or port.";
		}
		return "The request line is malformed: a method, a path and HTTP/1.1, each parted by one space.";
	}

	private static String ofHead(HttpURI uri, String reason) {
		if (reason.contains("content-length")) {
			return reason.contains("transfer-encoding")
					? "The header fields Content-Length and Transfer-Encoding exclude each other."
					: "The header field Content-Length is not one whole number.";
		}
		if (reason.contains("transfer-encoding")) {
			return "The header field Transfer-Encoding is anything but chunked alone.";
		}
		if (reason.contains("authority!=host") || reason.contains("mismatched authority")) {
			return "The header field Host differs from the host in the request target.";
		}
		if (!reason.contains("folding") && (reason.contains("host") || reason.contains("port")
				|| reason.contains("authority") || reason.contains("ipv6"))) {
			return ofHost(reason);
		}
		return isAboutFields(reason) ? ofFields(reason) : ofTarget(uri);
	}

	private static String ofHost(String reason) {
		if (reason.contains("no host")) {
			return "The header field Host is missing.";
		}
		return reason.contains("duplicate") ? "The header field Host is given more than once."
				: "The header field Host is not a host name with an optional port.";
	}

	private static boolean isAboutFields(String reason) {
		return reason.contains("field") || reason.contains("header") || reason.contains("folding")
				|| reason.contains("colon") || reason.contains("eol") || reason.contains("line terminat")
				|| (reason.contains("illegal character") && !reason.contains("path")) || reason.contains("quotes")
				|| reason.contains("chunk") || reason.contains("early eof");
	}

	private static String ofFields(String reason) {
		if (reason.contains("folding")) {
			return "A header field goes on over several lines.";
		}
		if (reason.contains("early eof") || reason.contains("chunk")) {
			return "The body of the request is malformed or ends too early.";
		}
		return "A header field has no colon right after its name, or a character or a line end that is not allowed.";
	}

	private static String ofTarget(HttpURI uri) {
		if (uri.getFragment() != null) {
			return "The request target has a fragment.";
		}
		if (uri.getUser() != null) {
			return "The request target has a user.";
		}
		return ofPath(uri.getPath());
	}

	private static boolean hasDotSegment(String path) {
		for (String segment : path.replace("%2e", ".").split("/", -1)) {
			if (segment.equals(".") || segment.equals("..")) {
				return true;
			}
		}
		return false;
	}

	private static String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : "";
	}

}
