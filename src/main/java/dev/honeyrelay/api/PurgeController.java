package dev.honeyrelay.api;

import java.util.List;

import dev.honeyrelay.access.ProjectChoice;
import dev.honeyrelay.access.audit.AuditLog.AuditEntry;
import dev.honeyrelay.problem.InvalidRequestException;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Forgets what is stored about a run, for administrators.
 */
@RestController
final class PurgeController {

	private final Results results;

	PurgeController(Results results) {
		this.results = results;
	}

	/** Answers the same whether or not anything was stored. */
	@DeleteMapping("/admin/cache/runs/{run}")
	void purge(@PathVariable RunId run, HttpServletRequest request, HttpServletResponse response) {
		AuditEntry entry = AuditEntry.of(request);
		entry.asks("purge", List.of(run));
		// A misspelt restriction must not widen what is purged.
		if (request.getQueryString() != null) {
			throw new InvalidRequestException(
					"A purge takes no parameters; " + ProjectChoice.HEADER + " restricts it to one project.");
		}
		for (ProjectName project : ProjectChoice.of(request)) {
			this.results.purge(project, run);
		}
		entry.ends("purged", 0);
		response.setStatus(HttpServletResponse.SC_NO_CONTENT);
	}

}
