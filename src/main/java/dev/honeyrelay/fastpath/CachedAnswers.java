package dev.honeyrelay.fastpath;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import dev.honeyrelay.access.FastPathAuthenticator;
import dev.honeyrelay.access.FastPathAuthenticator.AuthorizedRequest;
import dev.honeyrelay.access.PresentedIdentity;
import dev.honeyrelay.api.AnswerMetrics;
import dev.honeyrelay.api.Answers;
import dev.honeyrelay.api.Negotiation;
import dev.honeyrelay.api.OutgoingAnswers;
import dev.honeyrelay.api.ParsedTarget;
import dev.honeyrelay.api.Preconditions;
import dev.honeyrelay.api.ResponseHead;
import dev.honeyrelay.api.Transfer;
import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.api.form.ReceivedForm;
import dev.honeyrelay.logging.BatchedConsole;
import dev.honeyrelay.logging.RequestIds;
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
 * Answers requests from the store if a fresh answer is there, and never waits. It has no
 * rules of its own: who may read, what a target asks and what a response looks like is
 * decided by the objects that decide it on the ordinary way, too. A request that it
 * cannot answer in full goes the ordinary way, and nothing has been counted or changed.
 */
@Component
@ConditionalOnFastPath
final class CachedAnswers {

	private static final Set<@Nullable HttpHeader> SELECTING = EnumSet.of(HttpHeader.ACCEPT, HttpHeader.ACCEPT_ENCODING,
			HttpHeader.IF_NONE_MATCH);

	// Who prefers something may have to wait for it.
	private static final String PREFER = "Prefer";

	private static final int LONGEST_SELECTION = 1024;

	// Takes no longer than what else there is to do.
	private static final int COMPRESSED_AT_ONCE = 4 * 1024;

	private final TargetCache targets;

	private final FastPathAuthenticator authenticator;

	private final Results results;

	private final AnswerMetrics metrics;

	private final TraceChoice traces;

	private final OutgoingAnswers outgoing;

	private final BatchedConsole console;

	private final HttpField vary;

	CachedAnswers(TargetCache targets, FastPathAuthenticator authenticator, Results results, AnswerMetrics metrics,
			TraceChoice traces, OutgoingAnswers outgoing, BatchedConsole console) {
		this.targets = targets;
		this.authenticator = authenticator;
		this.results = results;
		this.metrics = metrics;
		this.traces = traces;
		this.outgoing = outgoing;
		this.console = console;
		this.vary = new PreEncodedHttpField(HttpHeader.VARY, authenticator.vary());
	}

	/**
	 * Returns what {@code request} says, or {@code null} if it has to go the ordinary
	 * way. The credential is checked first: how long it takes to refuse an unknown caller
	 * must not tell what others have asked.
	 */
	@Nullable ParsedHead read(Request request) {
		PresentedIdentity identity = isRead(request) ? this.authenticator.identityIn(request) : null;
		HttpFields fields = request.getHeaders();
		if (identity == null) {
			return null;
		}
		if (request.getConnectionMetaData().getConnection() instanceof CachedAnswerConnection connection) {
			connection.trust();
		}
		if (!isShort(fields) || fields.contains(PREFER)) {
			return null;
		}
		ParsedTarget target = this.targets.targetOf(request.getHttpURI());
		if (target == null) {
			return null;
		}
		CallerTrace trace = CallerTrace.of(fields);
		if (this.traces.isTraced(request, trace) || !(Negotiation.preferredForm(fields) instanceof ReceivedForm)) {
			return null;
		}
		return new ParsedHead(target, identity, Preconditions.of(fields), HttpMethod.HEAD.is(request.getMethod()),
				fields.get(RequestIds.HEADER), trace, this.traces.share() != null);
	}

	/**
	 * Returns the response to a request, or {@code null} if it has to go the ordinary
	 * way, as all do while the console is behind: the line that tells of it may have to
	 * wait then.
	 * @param fields where its header fields go, if there is one
	 */
	@Nullable CachedHttpResponse answer(ParsedHead asked, HttpFields.Mutable fields) {
		if (this.console.isBehind()) {
			return null;
		}
		AuthorizedRequest authorized = this.authenticator.authorize(asked.identity(), asked.target().project());
		if (authorized == null || authorized.isLimitReached()) {
			return null;
		}
		RunQuery query = asked.target().about(authorized.project());
		Admission admission = new Admission(authorized, asked);
		Answer.Content content = this.results.answerAtOnce(query, admission);
		if (content == null) {
			return null;
		}
		Transfer transfer = admission.transfer();
		ResponseHead head = ResponseHead.of(content, asked.preconditions());
		ByteBuffer body = (head.coding() != null && !asked.head()) ? content.representation().content(head.coding())
				: BufferUtil.EMPTY_BUFFER;
		this.metrics.countAhead();
		String id = RequestIds.idFor(asked.id());
		fields.add(RequestIds.HEADER, id).add(this.vary);
		head.fields().forEach(fields::add);
		int length = body.remaining();
		return new CachedHttpResponse(head.status(), fields, asked.head(), body, transfer, () -> {
			transfer.close();
			long nanos = authorized.duration();
			this.metrics.record(content.label(), nanos);
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
	 * Decides whether an answer may be sent: there is room for its bytes, and the
	 * caller's limit is not reached.
	 */
	private final class Admission implements Predicate<Representation> {

		private final AuthorizedRequest authorized;

		private final ParsedHead asked;

		private @Nullable Transfer transfer;

		Admission(AuthorizedRequest authorized, ParsedHead asked) {
			this.authorized = authorized;
			this.asked = asked;
		}

		@Override
		public boolean test(Representation representation) {
			if (isToBeCompressed(representation)) {
				return false;
			}
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

		/** Returns the transfer of the answer that was admitted. */
		Transfer transfer() {
			return Objects.requireNonNull(this.transfer);
		}

		private boolean isLarge(Representation representation) {
			ContentCoding coding = this.asked.preconditions().coding();
			return !this.asked.head() && !isKnown(representation) && representation.length(coding) > Form.PIECE;
		}

		// Its first reader waits for that, and nobody else.
		private boolean isToBeCompressed(Representation representation) {
			return !representation.isMade(this.asked.preconditions().coding()) && !isKnown(representation)
					&& representation.length(ContentCoding.IDENTITY) > COMPRESSED_AT_ONCE;
		}

		private boolean isKnown(Representation representation) {
			return this.asked.preconditions().has(representation.entityTag(this.asked.preconditions().coding()));
		}

	}

}
