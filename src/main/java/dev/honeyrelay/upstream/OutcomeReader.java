package dev.honeyrelay.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.honeyrelay.credentials.ApiKey;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Outage;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.run.Operation;
import dev.honeyrelay.upstream.UpstreamOutcome.Answered;
import dev.honeyrelay.upstream.UpstreamOutcome.NotFound;
import dev.honeyrelay.upstream.UpstreamOutcome.NotModified;
import dev.honeyrelay.upstream.UpstreamOutcome.Rejected;
import dev.honeyrelay.upstream.UpstreamOutcome.Unavailable;
import dev.honeyrelay.upstream.body.BodyReader;
import dev.honeyrelay.upstream.body.BodyReader.Reading;
import dev.honeyrelay.upstream.body.DirectivesReader;
import dev.honeyrelay.upstream.body.ErrorMessage;
import dev.honeyrelay.upstream.body.Fingerprinter;
import dev.honeyrelay.upstream.body.HttpDate;
import dev.honeyrelay.upstream.body.RunNames;
import dev.honeyrelay.upstream.wire.WireResponse;
import dev.honeyrelay.upstream.wire.WireResponse.Received;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads the outcome of a trip from a response: the status decides, then the content.
 */
public final class OutcomeReader {

	private static final MediaType ANY_JSON = new MediaType("application", "*+json");

	private OutcomeReader() {
	}

	/**
	 * Returns the outcome that {@code reply} to a request for {@code operation}, asked
	 * with {@code key}, stands for, and lets {@code names} note which runs it names.
	 */
	static UpstreamOutcome read(Operation operation, WireResponse reply, boolean conditional, ApiKey key,
			RunNames names) {
		return switch (reply) {
			case WireResponse.Lost(Outage outage, boolean _) -> new Unavailable(outage);
			case Received received -> read(operation, received, conditional, key, names);
		};
	}

	// Only an answer needs its bytes any longer.
	private static UpstreamOutcome read(Operation operation, Received reply, boolean conditional, ApiKey key,
			RunNames names) {
		UpstreamOutcome outcome = null;
		try {
			outcome = outcomeOf(operation, reply, conditional, key, names);
			return outcome;
		}
		finally {
			if (!(outcome instanceof Answered)) {
				reply.body().lease().close();
			}
		}
	}

	/**
	 * Returns whether a response of that status has to be read beyond its header: an
	 * answer, or what may be a refusal in HoneyHive's own words.
	 */
	public static boolean needsContent(int status) {
		return switch (status) {
			case 200 -> true;
			case 401, 403, 408, 421, 425, 429 -> false;
			default -> status / 100 == 4;
		};
	}

	private static UpstreamOutcome outcomeOf(Operation operation, Received reply, boolean conditional, ApiKey key,
			RunNames names) {
		int status = reply.status();
		return switch (status) {
			case 200 -> answered(operation, reply, names);
			case 304 -> conditional ? notModified(reply) : unavailable(Outage.Kind.INVALID, reply);
			case 401, 403 -> unavailable(Outage.Kind.KEY_REFUSED, reply);
			case 408, 421, 425 -> unavailable(Outage.Kind.FAILED, reply);
			case 429 -> unavailable(Outage.Kind.RATE_LIMITED, reply);
			default -> switch (status / 100) {
				case 4 -> refused(reply, key);
				case 5 -> unavailable(Outage.Kind.FAILED, reply);
				default -> unavailable(Outage.Kind.INVALID, reply);
			};
		};
	}

	private static UpstreamOutcome answered(Operation operation, Received reply, RunNames names) {
		byte[] body = reply.body().bytes();
		Reading reading = isJson(reply.headers()) ? BodyReader.read(operation, body, names) : null;
		if (reading == null) {
			return unavailable(Outage.Kind.INVALID, reply);
		}
		return new Answered(
				new FetchedResponse(new Representation(body), Fingerprinter.fingerprintOf(body), reading.settled(),
						reply.askedAt(), touchedAt(reading.touched(), reply),
						DirectivesReader.read(reply.headers(), reply.askedAt()), reply.headers().getETag()),
				List.of(), reply.body().lease());
	}

	private static UpstreamOutcome notModified(Received reply) {
		return new NotModified(null, reply.askedAt(), null, DirectivesReader.read(reply.headers(), reply.askedAt()));
	}

	// Only HoneyHive itself refuses in JSON; a path that was retired, a balancer or a
	// proxy does not.
	private static UpstreamOutcome refused(Received reply, ApiKey key) {
		byte[] body = reply.body().bytes();
		if (BodyReader.read(Operation.RUN, body) == null) {
			return unavailable(Outage.Kind.FAILED, reply);
		}
		return switch (reply.status()) {
			case 404, 410 -> new NotFound(true);
			default -> new Rejected(ErrorMessage.read(body, key));
		};
	}

	private static Unavailable unavailable(Outage.Kind kind, Received reply) {
		return new Unavailable(new Outage(kind, reply.status(), RetryAfter.read(reply.headers(), reply.askedAt())));
	}

	/**
	 * Moves a time by HoneyHive's clock to the relay's; one in the future counts as now.
	 */
	private static @Nullable Instant touchedAt(@Nullable Instant touched, Received reply) {
		if (touched == null) {
			return null;
		}
		Instant theirNow = HttpDate.parse(reply.headers().getFirst(HttpHeaders.DATE), reply.askedAt());
		// Some write "never" as a year that arithmetic cannot reach.
		Instant possible = touched.isBefore(Instant.EPOCH) ? Instant.EPOCH : touched;
		Duration ago = Duration.between(possible, (theirNow != null) ? theirNow : reply.askedAt());
		return ago.isNegative() ? reply.askedAt() : reply.askedAt().minus(ago);
	}

	private static boolean isJson(HttpHeaders headers) {
		try {
			MediaType type = headers.getContentType();
			return type == null || MediaType.APPLICATION_JSON.includes(type) || ANY_JSON.includes(type);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
