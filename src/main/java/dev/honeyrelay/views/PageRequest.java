package dev.honeyrelay.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.api.parameter.QueryString;
import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.run.Parameters.Parameter;
import dev.honeyrelay.run.RunId;
import dev.honeyrelay.views.pages.Asked;
import dev.honeyrelay.views.pages.Place;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What is read of a request for a page.
 */
final class PageRequest {

	private PageRequest() {
	}

	/**
	 * Returns the parameters of {@code request}, without those that a form sends although
	 * they are left empty: they say nothing.
	 * @param fields the names of what is to be filled in on the page
	 */
	static List<Parameter> parametersOf(HttpServletRequest request, Set<String> fields) {
		List<Parameter> received = new ArrayList<>(QueryString.parse(request.getQueryString()));
		received.removeIf((parameter) -> parameter.value().isEmpty() && fields.contains(parameter.name()));
		return received;
	}

	/**
	 * Returns {@code parameters} without {@code own}, those that only the page is asked.
	 * @throws InvalidRequestException if one of those is not what it should be
	 */
	static List<Parameter> forHoneyHive(List<Parameter> parameters, Set<String> own) {
		List<Parameter> compared = parameters.stream()
			.filter((parameter) -> own.contains(Asked.COMPARED) && parameter.name().equals(Asked.COMPARED))
			.toList();
		if (compared.size() > 1 || !compared.stream().map(Parameter::value).allMatch(RunId::isRunId)) {
			throw new InvalidRequestException("The parameter " + Asked.COMPARED + " must be a run id, given once.");
		}
		return parameters.stream().filter((parameter) -> !own.contains(parameter.name())).toList();
	}

	/**
	 * Returns where the page is that {@code request} asks for, below whatever the relay
	 * as a whole is below.
	 */
	static Place placeOf(HttpServletRequest request) {
		return Place.of(request.getRequestURI().substring(request.getContextPath().length()),
				ProjectChoice.namedInPath(request));
	}

}
