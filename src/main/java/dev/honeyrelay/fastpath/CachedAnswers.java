package dev.honeyrelay.fastpath;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.access.AuthorizedRequest;
import dev.honeyrelay.access.FastPathAuthenticator;
import dev.honeyrelay.access.PresentedIdentity;
import dev.honeyrelay.api.Answers;
import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.api.OutgoingAnswers;
import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.api.ResponseHead;
import dev.honeyrelay.api.Transfer;
import dev.honeyrelay.logging.RequestIds;
import dev.honeyrelay.api.AnswerMetrics;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Representation;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.RunQuery;
import dev.honeyrelay.tracing.CallerTrace;
import dev.honeyrelay.tracing.TraceChoice;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Answers from the store what is there and fresh, without ever waiting for HoneyHive. It
 * knows no rule of its own: who comes in, what a target asks and what a response looks
 * like is decided where it is for everybody. What it cannot answer in full has to go the
 * usual way, and nothing has happened to it.
 */
@Component
@ConditionalOnFastPath
final class CachedAnswers {

	private static final Set<@Nullable HttpHeader> SELECTING = EnumSet.of(HttpHeader.ACCEPT, HttpHeader.ACCEPT_ENCODING,
			HttpHeader.IF_NONE_MATCH);

	private static final int LONGEST_SELECTION = 1024;

	private final TargetCache targets;

	private final FastPathAuthenticator authenticator;

	private final Results results;

	private final AnswerMetrics meter;

	private final TraceChoice traces;

	private final OutgoingAnswers outgoing;

	private final HttpField vary;

	CachedAnswers(TargetCache targets, FastPathAuthenticator authenticator, Results results, AnswerMetrics meter,
			TraceChoice traces, OutgoingAnswers outgoing) {
		this.targets = targets;
		this.authenticator = authenticator;
		this.results = results;
		this.meter = meter;
		this.traces = traces;
		this.outgoing = outgoing;
		this.vary = new PreEncodedHttpField(HttpHeader.VARY,
				Stream.concat(Stream.of(Answers.VARY), authenticator.vary().stream())
					.collect(Collectors.joining(", ")));
	}

	/**
	 * Returns what {@code request} says, or {@code null} if it is not for this class. Who
	 * sends it is found out first: how long it takes to refuse a stranger must not tell
	 * what others have asked.
	 */
	@Nullable ParsedHead read(Request request) {
		PresentedIdentity identity = isRead(request) ? this.authenticator.identityIn(request) : null;
		HttpFields fields = request.getHeaders();
		if (identity == null || !isShort(fields)) {
			return null;
		}
		ParsedTarget target = this.targets.targetOf(request.getHttpURI());
		if (target == null) {
			return null;
		}
		CallerTrace trace = CallerTrace.of(fields);
		if (this.traces.isTraced(request, trace) || !Negotiation.acceptsJson(fields)) {
			return null;
		}
		return new ParsedHead(target, identity, Preconditions.of(fields), HttpMethod.HEAD.is(request.getMethod()),
				fields.get(RequestIds.HEADER), trace, this.traces.share() != null);
	}

	/**
	 * Returns the answer to a request, or {@code null} if there is none at hand.
	 * @param fields where its header fields go, if there is one
	 */
	@Nullable CachedHttpResponse answer(ParsedHead asked, HttpFields.Mutable fields) {
		AuthorizedRequest authorized = this.authenticator.authorize(asked.identity(), asked.target().project());
		if (authorized == null || authorized.isLimitReached()) {
			return null;
		}
		RunQuery query = asked.target().about(authorized.project());
		Entry entry = new Entry(authorized, asked);
		Answer.Content content = this.results.answerAtOnce(query, entry);
		if (content == null) {
			return null;
		}
		Transfer transfer = entry.transfer();
		ResponseHead head = ResponseHead.of(content, asked.preconditions());
		ByteBuffer body = (head.coding() != null && !asked.head()) ? content.representation().content(head.coding())
				: BufferUtil.EMPTY_BUFFER;
		this.meter.countAhead();
		String id = RequestIds.idFor(asked.id());
		fields.add(RequestIds.HEADER, id).add(this.vary);
		head.fields().forEach(fields::add);
		int length = body.remaining();
		return new CachedHttpResponse(head.status(), fields, asked.head(), body, transfer, () -> {
			transfer.close();
			long nanos = authorized.duration();
			this.meter.record(content.label(), nanos);
			asked.trace()
				.during(() -> RequestIds.during(id,
						() -> authorized.ended(query, content.label(), head.status(), length, nanos)));
		});
	}

	// What takes long to read would tell one project's callers whether another's have
	// asked for the same.
	private static boolean isShort(HttpFields fields) {
		int length = 0;
		for (HttpField field : fields) {
			if (SELECTING.contains(field.getHeader()) && field.getValue() != null) {
				length += field.getValue().length();
			}
		}
		return length <= LONGEST_SELECTION;
	}

	private static boolean isRead(Request request) {
		return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
	}

	/**
	 * Lets in who may have an answer: there is room for it on its way out, and the
	 * caller's limit is not reached.
	 */
	private final class Entry implements Predicate<Representation> {

		private final AuthorizedRequest authorized;

		private final ParsedHead asked;

		private @Nullable Transfer transfer;

		Entry(AuthorizedRequest authorized, ParsedHead asked) {
			this.authorized = authorized;
			this.asked = asked;
		}

		@Override
		public boolean test(Representation representation) {
			Transfer mine = CachedAnswers.this.outgoing.transfer(this.authorized.caller(), representation, false);
			// What is small leaves at once, or is counted when it does not.
			if (isLarge(representation) && !mine.begin()) {
				return false;
			}
			if (!this.authorized.isWithinLimit()) {
				mine.close();
				return false;
			}
			this.transfer = mine;
			return true;
		}

		/** Returns the way of the answer to the caller that was let in. */
		Transfer transfer() {
			return Objects.requireNonNull(this.transfer);
		}

		private boolean isLarge(Representation representation) {
			ContentCoding coding = this.asked.preconditions().coding();
			return representation.length(coding) > Answers.PIECE && !this.asked.head()
					&& !this.asked.preconditions().has(representation.entityTag(coding));
		}

	}

}
