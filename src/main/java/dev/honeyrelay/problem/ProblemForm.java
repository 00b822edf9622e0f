package dev.honeyrelay.problem;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Another form for a problem than its document, for a person who reads it in a browser.
 */
@FunctionalInterface
public interface ProblemForm {

	/** Returns {@code problem} of the request of that id in this form. */
	Content of(Problem problem, String requestId);

	/** Has problems of {@code request} written in this form from now on. */
	default void chooseFor(HttpServletRequest request) {
		request.setAttribute(ProblemForm.class.getName(), this);
	}

	/** Returns what is chosen for {@code request}, or {@code null} for the document. */
	static @Nullable ProblemForm chosenFor(HttpServletRequest request) {
		return (request.getAttribute(ProblemForm.class.getName()) instanceof ProblemForm form) ? form : null;
	}

	/**
	 * What is sent.
	 *
	 * @param type its media type
	 * @param text what it says
	 * @param headers header fields that belong to it
	 */
	record Content(String type, String text, Map<String, String> headers) {

		public Content {
			headers = Map.copyOf(headers);
		}

	}

}
