package dev.honeyrelay.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the health checks of balancers, which ask for {@code /} unless told otherwise,
 * with one constant line.
 */
@RestController
final class RootController {

	private static final String LINE = "HoneyHive Relay. How to call it: ";

	@RequestMapping(path = "/", method = { RequestMethod.GET, RequestMethod.OPTIONS })
	void line(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (HttpMethod.OPTIONS.matches(request.getMethod())) {
			response.setHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
		}
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		byte[] line = (LINE + request.getContextPath() + "/docs\n").getBytes(StandardCharsets.UTF_8);
		response.setContentLength(line.length);
		response.getOutputStream().write(line);
	}

}
