package dev.honeyrelay.views.pages;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.honeyrelay.run.Parameters;
import dev.honeyrelay.run.Parameters.Parameter;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Where a page is. Links lead from there, so that they are right below a prefix that the
 * relay does not know of.
 *
 * @param root the way to the relay's root: empty, or {@code ../} several times
 * @param views the way to the views of the page's project
 * @param project what the page's address calls its project, or {@code null} if it names
 * none
 */
public record Place(String root, String views, @Nullable String project) {

	/**
	 * Returns the place of the page at {@code path}.
	 * @param path the path as it was received, encoded
	 * @param project what the path calls a project, or {@code null} if it names none
	 */
	public static Place of(String path, @Nullable String project) {
		int depth = (int) path.chars().filter((character) -> character == '/').count();
		String root = "../".repeat(Math.max(0, depth - 1));
		return new Place(root, root + "views"
				+ ((project != null) ? "/projects/" + UriUtils.encodePathSegment(project, StandardCharsets.UTF_8) : ""),
				project);
	}

	/** Returns the way to {@code path}, which begins with a slash, below the root. */
	public String toRoot(String path) {
		return this.root + path.substring(1);
	}

	/** Returns the way to {@code path} below the views, or to the list of runs. */
	public String to(String path) {
		return to(path, List.of());
	}

	/** Returns the same with a query. */
	String to(String path, List<Parameter> query) {
		return this.views + path + (query.isEmpty() ? "" : '?' + Parameters.of(query).encoded());
	}

	/** Returns the way to a file that pages are made with. */
	String toAsset(String name) {
		return this.root + "views/assets/" + PageAssets.addressOf(name);
	}

}
