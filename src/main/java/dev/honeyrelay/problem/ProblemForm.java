package dev.honeyrelay.problem;

import java.util.Map;

import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Another form for problems than their documents, for a person who reads them in a
 * browser.
 */
@FunctionalInterface
public interface ProblemForm {

	/** The attribute of a servlet context with the form that there is. */
	String ATTRIBUTE = ProblemForm.class.getName();

	/**
	 * Returns {@code problem} in this form, or {@code null} if whoever asks gets the
	 * document.
	 * @param requestId the request's id
	 * @param path the request's path below the relay's root, as it was received
	 * @param fields the request's header fields, as far as they were read
	 */
	@Nullable Content of(Problem problem, String requestId, String path, HttpFields fields);

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
