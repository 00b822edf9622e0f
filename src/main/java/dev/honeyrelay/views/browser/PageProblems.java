package dev.honeyrelay.views.browser;

import java.io.IOException;
import java.util.Arrays;

import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemForm;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.pages.Place;
import dev.honeyrelay.views.pages.ProblemPage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has a problem written as a page where a browser goes to a page. Programs, and whatever
 * a page loads, get the problem document.
 */
final class PageProblems extends OncePerRequestFilter {

	private static final String VIEWS = "/views";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		if (isPage(path) && Negotiation.isNavigation(Negotiation.fieldsOf(request))) {
			Place place = Place.of(path, null);
			ProblemForm page = (problem, id) -> contentOf(problem, id, place);
			page.chooseFor(request);
		}
		chain.doFilter(request, response);
	}

	// Where a page is or might be, and no file.
	private static boolean isPage(String path) {
		return (path.equals(VIEWS) || path.startsWith(VIEWS + '/')) && !path.startsWith(AssetHandler.PATH)
				&& Arrays.stream(Format.values()).noneMatch((format) -> path.endsWith('.' + format.ending()));
	}

	private static ProblemForm.Content contentOf(Problem problem, String id, Place place) {
		return new ProblemForm.Content(PagePolicy.TYPE, new ProblemPage(place, problem, id).text(),
				PagePolicy.fields(ProblemPage.styleSource()));
	}

}
