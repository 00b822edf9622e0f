package dev.honeyrelay.web;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.access.Admission;
import dev.honeyrelay.access.Claim;
import dev.honeyrelay.access.Visit;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.ContentCoding;
import dev.honeyrelay.run.Representation;
import dev.honeyrelay.run.RunQuery;
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
final class Hits {

	private static final Set<@Nullable HttpHeader> SELECTING = EnumSet.of(HttpHeader.ACCEPT, HttpHeader.ACCEPT_ENCODING,
			HttpHeader.IF_NONE_MATCH);

	private static final int LONGEST_SELECTION = 1024;

	private final KnownTargets targets;

	private final Admission admission;

	private final Results results;

	private final AnswerMeter meter;

	private final TraceChoice traces;

	private final OutgoingAnswers outgoing;

	private final HttpField vary;

	Hits(KnownTargets targets, Admission admission, Results results, AnswerMeter meter, TraceChoice traces,
			OutgoingAnswers outgoing) {
		this.targets = targets;
		this.admission = admission;
		this.results = results;
		this.meter = meter;
		this.traces = traces;
		this.outgoing = outgoing;
		this.vary = new PreEncodedHttpField(HttpHeader.VARY,
				Stream.concat(Stream.of(Answers.VARY), admission.vary().stream()).collect(Collectors.joining(", ")));
	}

	/**
	 * Returns what {@code request} says, or {@code null} if it is not for this class. Who
	 * sends it is found out first: how long it takes to refuse a stranger must not tell
	 * what others have asked.
	 * @param mayWait whether it is for those whom it takes time to know, or for all
	 * others
	 */
	@Nullable Reading read(Request request, boolean mayWait) {
		Claim claim = isRead(request) ? this.admission.claimIn(request, mayWait) : null;
		HttpFields fields = request.getHeaders();
		if (claim == null || !isShort(fields)) {
			return null;
		}
		Question question = this.targets.questionOf(request.getHttpURI());
		if (question == null) {
			return null;
		}
		CallerTrace trace = CallerTrace.of(fields);
		if (this.traces.isTraced(request, trace) || !Negotiation.acceptsJson(fields)) {
			return null;
		}
		return new Reading(question, claim, Selection.of(fields), HttpMethod.HEAD.is(request.getMethod()),
				fields.get(RequestIds.HEADER), trace, this.traces.share() != null);
	}

	/**
	 * Returns the answer to a request, or {@code null} if there is none at hand.
	 * @param fields where its header fields go, if there is one
	 */
	@Nullable Hit answer(Reading asked, HttpFields.Mutable fields) {
		Visit visit = this.admission.visit(asked.claim(), asked.question().project());
		if (visit == null || visit.isLimitReached()) {
			return null;
		}
		RunQuery query = asked.question().about(visit.project());
		Entry entry = new Entry(visit, asked);
		Answer.Content content = this.results.answerAtOnce(query, entry);
		if (content == null) {
			return null;
		}
		Transfer transfer = entry.transfer();
		ContentHead head = ContentHead.of(content, asked.selection());
		ByteBuffer body = (head.coding() != null && !asked.head()) ? content.representation().content(head.coding())
				: BufferUtil.EMPTY_BUFFER;
		this.meter.countAhead();
		String id = RequestIds.idFor(asked.id());
		fields.add(RequestIds.HEADER, id).add(this.vary);
		head.fields().forEach(fields::add);
		int length = body.remaining();
		return new Hit(head.status(), fields, asked.head(), body, transfer, () -> {
			transfer.close();
			long nanos = visit.duration();
			this.meter.record(content.label(), nanos);
			asked.trace()
				.during(() -> RequestIds.during(id,
						() -> visit.ended(query, content.label(), head.status(), length, nanos)));
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

		private final Visit visit;

		private final Reading asked;

		private @Nullable Transfer transfer;

		Entry(Visit visit, Reading asked) {
			this.visit = visit;
			this.asked = asked;
		}

		@Override
		public boolean test(Representation representation) {
			Transfer mine = Hits.this.outgoing.transfer(this.visit.caller(), representation, false);
			// What is small leaves at once, or is counted when it does not.
			if (isLarge(representation) && !mine.begin()) {
				return false;
			}
			if (!this.visit.isWithinLimit()) {
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
			ContentCoding coding = this.asked.selection().coding();
			return representation.length(coding) > Answers.PIECE && !this.asked.head()
					&& !this.asked.selection().has(representation.entityTag(coding));
		}

	}

}
