package dev.honeyrelay.views.browser;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.honeyrelay.access.UnclearProjectException;
import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemForm;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.pages.Place;
import dev.honeyrelay.views.pages.ProblemPage;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages of problems where a browser goes to a page. Programs, and whatever a page
 * loads, get the problem document.
 */
final class PageProblems implements ProblemForm {

	private static final String VIEWS = "/views";

	private static final Pattern OF_PROJECT = Pattern
		.compile(VIEWS + "/projects/([A-Za-z0-9][A-Za-z0-9._-]{0,127})(?:/.*)?");

	@Override
	public @Nullable Content of(Problem problem, String requestId, String path, HttpFields fields) {
		if (!isPage(path) || !Negotiation.isNavigation(fields)) {
			return null;
		}
		Place place = Place.of(path, projectOf(path, problem));
		boolean needsProject = problem.detail().equals(UnclearProjectException.NONE_NAMED);
		return new Content(PagePolicy.TYPE, new ProblemPage(place, problem, requestId, needsProject).text(),
				PagePolicy.fields(ProblemPage.styleSource()));
	}

	// Where a page is or might be, and no file.
	private static boolean isPage(String path) {
		return (path.equals(VIEWS) || path.startsWith(VIEWS + '/')) && !path.startsWith(AssetHandler.PATH)
				&& Arrays.stream(Format.values()).noneMatch((format) -> path.endsWith('.' + format.ending()));
	}

	// Whoever may not read a project has no use for its list of runs.
	private static @Nullable String projectOf(String path, Problem problem) {
		Matcher project = OF_PROJECT.matcher(path);
		return (problem.type() != ProblemType.FORBIDDEN && project.matches()) ? project.group(1) : null;
	}

}
