package dev.honeyrelay.api;

import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.function.Supplier;

import dev.honeyrelay.api.form.Form;
import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.problem.Problems;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.NotStoredReason;
import dev.honeyrelay.results.Answer;
import dev.honeyrelay.results.CacheStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/**
 * Writes answers as soon as the budget has room for their bytes. A request that has to
 * wait for that holds no answer meanwhile, and asks again when there is room.
 */
@Component
public final class AnswerWriter {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	// The time after which slow readers are cut.
	private static final String RETRY_AFTER = "10";

	private final OutgoingAnswers outgoing;

	AnswerWriter(OutgoingAnswers outgoing) {
		this.outgoing = outgoing;
	}

	/**
	 * Writes the answer that {@code ask} returns, content in that {@code form}, and
	 * closes it. It may be called more than once.
	 * @throws IOException if the caller cannot be written to
	 */
	public void write(Supplier<Answer> ask, Form form, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Principal caller = request.getUserPrincipal();
		String name = (caller != null) ? caller.getName() : "";
		this.outgoing.asks(name);
		try {
			new Attempts(ask, form, name, request, response).write();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			Problems.write(request, response, overloaded());
		}
	}

	private static boolean isStored(CacheStatus status) {
		return switch (status) {
			case CacheStatus.Miss(boolean _, NotStoredReason veto) -> veto == null;
			case CacheStatus.Refetched(boolean _, NotStoredReason veto) -> veto == null;
			case CacheStatus.Revalidated(boolean _, NotStoredReason veto) -> veto == null;
			case CacheStatus.Hit _ -> true;
			case CacheStatus.StandIn _, CacheStatus.Several _ -> false;
		};
	}

	private static Problem overloaded() {
		return Problem
			.of(ProblemType.OVERLOADED,
					"The answers that are being sent, to this caller or to all, take as much memory as they may.")
			.with(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
	}

	/**
	 * Some attempts to write one answer.
	 */
	private final class Attempts {

		private final Supplier<Answer> ask;

		private final Form form;

		private final String caller;

		private final HttpServletRequest request;

		private final HttpServletResponse response;

		// When there is an end to waiting for bytes, which begins with the first answer;
		// how long HoneyHive may take has a limit of its own.
		private long end;

		Attempts(Supplier<Answer> ask, Form form, String caller, HttpServletRequest request,
				HttpServletResponse response) {
			this.ask = ask;
			this.form = form;
			this.caller = caller;
			this.request = request;
			this.response = response;
		}

		void write() throws IOException, InterruptedException {
			long missing = writeAtOnce(null);
			while (missing > 0) {
				try (Room room = AnswerWriter.this.outgoing.awaitRoom(this.caller, missing, left())) {
					if (room == null) {
						refuse();
						return;
					}
					missing = writeAtOnce(room);
				}
			}
		}

		// Returns how many bytes there is no room for, or 0 if the answer has been
		// written.
		private long writeAtOnce(@Nullable Room room) throws IOException, InterruptedException {
			try (Answer answer = this.ask.get()) {
				this.end = (room != null) ? this.end : System.nanoTime() + LONGEST_WAIT.toNanos();
				if (!(answer instanceof Answer.Content content)) {
					Answers.write(answer, this.request, this.response);
					return 0;
				}
				ResponseHead head = Answers.headOf(content, this.form, this.request);
				try (Transfer transfer = transferOf(content, head)) {
					if (isBodiless(head) || transfer.beginWith(room) || begins(content, transfer)) {
						Answers.write(content, head, this.form, this.request, this.response);
						return 0;
					}
					// What is kept beside would be kept twice while it is made anew.
					if (this.form.keptBytes() == 0 && (!content.isLeased() || isStored(content.cacheStatus()))) {
						return transfer.bytes();
					}
				}
				refuse();
				return 0;
			}
		}

		private Transfer transferOf(Answer.Content content, ResponseHead head) {
			ContentCoding coding = head.coding();
			return AnswerWriter.this.outgoing.transfer(this.caller, content.representation(), content.isLeased())
				.with(this.form.keptBytes(), (coding != null) ? this.form.workBytes(content, coding) : 0);
		}

		// A second try might have to ask HoneyHive again: what is stored in a full store
		// may not stay there.
		private boolean begins(Answer.Content content, Transfer transfer) throws InterruptedException {
			return content.isLeased() && transfer.beginInTurn(left());
		}

		private boolean isBodiless(ResponseHead head) {
			return head.coding() == null || HttpMethod.HEAD.matches(this.request.getMethod());
		}

		private Duration left() {
			return Duration.ofNanos(this.end - System.nanoTime());
		}

		private void refuse() throws IOException {
			Problems.write(this.request, this.response, overloaded());
		}

	}

}
