package dev.honeyrelay.views;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How views of several runs are put together.
 *
 * @param listMaxAge How old the list of runs may be in which a trend, {@code @latest} and
 * {@code @previous} look for runs by name; 0 has it asked for each time.
 * @param concurrentResults How many results a trend has HoneyHive asked for at once,
 * within what its project and its caller may.
 * @param honeyhiveUrl The address of a run in HoneyHive's own web application, with the
 * word run_id in braces where the run's id belongs, in its path, query or fragment, for
 * pages to link to. Without it they have no such link.
 */
@ConfigurationProperties("relay.views")
record ViewsProperties(@DefaultValue("10s") Duration listMaxAge, @DefaultValue("8") int concurrentResults,
		@Nullable String honeyhiveUrl) {

	private static final String RUN = "{run_id}";

	ViewsProperties {
		Assert.isTrue(!listMaxAge.isNegative(), "relay.views.list-max-age must not be negative");
		Assert.isTrue(concurrentResults > 0, "relay.views.concurrent-results must be positive");
		honeyhiveUrl = (honeyhiveUrl == null || honeyhiveUrl.isBlank()) ? null : honeyhiveUrl.strip();
		Assert.isTrue(honeyhiveUrl == null || isPattern(honeyhiveUrl),
				"relay.views.honeyhive-url must be an http or https URL with " + RUN
						+ " where a run's id belongs, which is in its path, query or fragment");
	}

	private static boolean isPattern(String url) {
		try {
			URI uri = new URI(url.replace(RUN, "run"));
			boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
			if (!url.contains(RUN) || !web || uri.getHost() == null || uri.getUserInfo() != null) {
				return false;
			}
			// Or a run's id would decide whose address that is.
			String origin = uri.getScheme() + "://" + uri.getRawAuthority();
			return url.startsWith(origin);
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
