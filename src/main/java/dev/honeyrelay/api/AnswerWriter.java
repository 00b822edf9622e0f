package dev.honeyrelay.api;

import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.function.Supplier;

import dev.honeyrelay.problem.Problem;
import dev.honeyrelay.problem.ProblemType;
import dev.honeyrelay.problem.Problems;
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

	// Others may need the bytes that are held meanwhile.
	private static final Duration LONGEST_WAIT_WITH_BYTES = Duration.ofSeconds(1);

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
		long end = System.nanoTime() + LONGEST_WAIT.toNanos();
		Principal caller = request.getUserPrincipal();
		String name = (caller != null) ? caller.getName() : "";
		try {
			long missing = writeAtOnce(ask, form, name, null, request, response);
			while (missing > 0) {
				try (Room room = this.outgoing.awaitRoom(name, missing, Duration.ofNanos(end - System.nanoTime()))) {
					if (room == null) {
						Problems.write(request, response, overloaded());
						return;
					}
					missing = writeAtOnce(ask, form, name, room, request, response);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			Problems.write(request, response, overloaded());
		}
	}

	// Returns how many bytes there is no room for, or 0 if the answer has been written.
	private long writeAtOnce(Supplier<Answer> ask, Form form, String caller, @Nullable Room room,
			HttpServletRequest request, HttpServletResponse response) throws IOException, InterruptedException {
		try (Answer answer = ask.get()) {
			if (!(answer instanceof Answer.Content content)) {
				Answers.write(answer, request, response);
				return 0;
			}
			ResponseHead head = Answers.headOf(content, form, request);
			try (Transfer transfer = this.outgoing.transfer(caller, content.representation(), content.isLeased())) {
				boolean bodiless = head.coding() == null || HttpMethod.HEAD.matches(request.getMethod());
				if (bodiless || transfer.beginWith(room) || (content.isLeased() && beginsSoon(transfer))) {
					Answers.write(content, head, form, request, response);
					return 0;
				}
				if (!content.isLeased() || isStored(content.cacheStatus())) {
					return content.representation().keptBytes();
				}
				Problems.write(request, response, overloaded());
				return 0;
			}
		}
	}

	// A second try might have to ask HoneyHive again: what is stored in a full store may
	// not stay there.
	private boolean beginsSoon(Transfer transfer) throws InterruptedException {
		int bytes = transfer.representation().keptBytes();
		long end = System.nanoTime() + LONGEST_WAIT_WITH_BYTES.toNanos();
		boolean begun = false;
		while (!begun
				&& this.outgoing.awaitShare(transfer.caller(), bytes, Duration.ofNanos(end - System.nanoTime()))) {
			begun = transfer.begin();
		}
		return begun;
	}

	private static boolean isStored(CacheStatus status) {
		return switch (status) {
			case CacheStatus.Miss(boolean _, NotStoredReason veto) -> veto == null;
			case CacheStatus.Refetched(boolean _, NotStoredReason veto) -> veto == null;
			case CacheStatus.Hit _, CacheStatus.Revalidated _, CacheStatus.StandIn _ -> true;
			case CacheStatus.Several _ -> false;
		};
	}

	private static Problem overloaded() {
		return Problem
			.of(ProblemType.OVERLOADED,
					"The answers that are being sent, to this caller or to all, take as much memory as they may.")
			.with(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
	}

}
