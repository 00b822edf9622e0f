package dev.honeyrelay.web;

import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.honeyrelay.access.Admission;
import dev.honeyrelay.access.Visit;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.run.ContentCoding;
import dev.honeyrelay.run.RunQuery;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what is stored and fresh ahead of servlets, filters and controllers, and
 * without ever waiting. It knows no rule of its own: who comes in, what a target asks and
 * what a response looks like is decided where it is for everybody. Whatever it cannot
 * answer in full goes the usual way, untouched.
 */
final class FrontDoor extends Handler.Wrapper {

	private final KnownTargets targets;

	private final Admission admission;

	private final Results results;

	private final AnswerMeter meter;

	private final TraceChoice traces;

	private final boolean mayWait;

	private final HttpField vary;

	/**
	 * Creates a door.
	 * @param mayWait whether it is for those whom it takes time to know, or for all
	 * others
	 */
	FrontDoor(KnownTargets targets, Admission admission, Results results, AnswerMeter meter, TraceChoice traces,
			boolean mayWait) {
		this.targets = targets;
		this.admission = admission;
		this.results = results;
		this.meter = meter;
		this.traces = traces;
		this.mayWait = mayWait;
		this.vary = new PreEncodedHttpField(HttpHeader.VARY,
				Stream.concat(Stream.of(Answers.VARY), admission.vary().stream()).collect(Collectors.joining(", ")));
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		return (this.admission.mayTakeTime(request) == this.mayWait && answers(request, response, callback))
				|| super.handle(request, response, callback);
	}

	private boolean answers(Request request, Response response, Callback callback) {
		long start = System.nanoTime();
		CallerTrace trace = CallerTrace.of(request.getHeaders());
		Question question = (isRead(request) && !this.traces.isTraced(request, trace))
				? this.targets.questionOf(request.getHttpURI()) : null;
		Visit visit = (question != null) ? this.admission.visit(request, question.project()) : null;
		if (question == null || visit == null || !Negotiation.acceptsJson(request.getHeaders())) {
			return false;
		}
		RunQuery query = question.about(visit.project());
		Answer.Content content = this.results.answerAtOnce(query);
		if (content == null || !visit.isWithinLimit()) {
			return false;
		}
		this.meter.countAhead();
		ContentHead head = ContentHead.of(content, request.getHeaders());
		ContentCoding coding = HttpMethod.HEAD.is(request.getMethod()) ? null : head.coding();
		ByteBuffer body = (coding != null) ? content.representation().content(coding) : BufferUtil.EMPTY_BUFFER;
		int length = body.remaining();
		String id = RequestIds.idFor(request.getHeaders().get(RequestIds.HEADER));
		response.setStatus(head.status());
		HttpFields.Mutable fields = response.getHeaders().add(RequestIds.HEADER, id).add(this.vary);
		head.fields().forEach(fields::add);
		send(response, head, body, Callback.from(callback, () -> {
			this.meter.record(content.label(), System.nanoTime() - start);
			trace.during(() -> RequestIds.during(id, () -> visit.ended(query, content.label(), head.status(), length)));
		}));
		return true;
	}

	private static void send(Response response, ContentHead head, ByteBuffer body, Callback sent) {
		if (body.remaining() > Answers.PIECE) {
			Content.copy(new ByteBufferContentSource(Answers.pieces(body)), response, sent);
			return;
		}
		// Ended with the head, what is not modified would get a length.
		response.write(head.coding() != null, body, sent);
	}

	private static boolean isRead(Request request) {
		return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
	}

}
