package dev.honeyrelay.cache;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the shared level, one thing after the other, so that nobody waits for it.
 * Answers are dropped where too many are waiting: they are only an offer. Events are kept
 * in mind until they have been told.
 */
final class SharedWriter {

	private static final Logger log = LoggerFactory.getLogger(SharedWriter.class);

	private static final int MOST_TASKS = 10_000;

	private static final int MOST_EVENTS = 10_000;

	private static final long MOST_BYTES = 32 * 1024 * 1024;

	private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>(MOST_TASKS);

	private final Map<Subject, SharedEvent> untold = new ConcurrentHashMap<>();

	private final AtomicLong bytes = new AtomicLong();

	private final SharedLink link;

	private final Predicate<SharedEvent> tell;

	/**
	 * Creates a writer that has to be started.
	 * @param link the way to the shared level
	 * @param tell tells of an event and returns whether that worked
	 */
	SharedWriter(SharedLink link, Predicate<SharedEvent> tell) {
		this.link = link;
		this.tell = tell;
	}

	/**
	 * Lets {@code writing} be done, in which {@code bytes} are held; returns whether it
	 * will be.
	 */
	boolean offer(long bytes, Runnable writing) {
		if (this.bytes.addAndGet(bytes) <= MOST_BYTES && this.tasks.offer(new Task(bytes, writing))) {
			return true;
		}
		this.bytes.addAndGet(-bytes);
		return false;
	}

	/**
	 * Lets {@code event} be told as soon as that is possible; returns whether it is kept
	 * in mind until then.
	 */
	boolean tell(SharedEvent event) {
		if (this.untold.size() >= MOST_EVENTS) {
			return false;
		}
		this.untold.merge(Subject.of(event), event, SharedEvent::latest);
		retry();
		return true;
	}

	/** Tries again to tell what could not be told. */
	void retry() {
		if (!this.untold.isEmpty()) {
			offer(0, () -> {
			});
		}
	}

	/** Writes until the thread is interrupted. */
	void run() {
		try {
			while (true) {
				Task task = this.tasks.take();
				this.bytes.addAndGet(-task.bytes());
				write(task);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void write(Task task) {
		try {
			task.writing().run();
			tellAll();
		}
		catch (RuntimeException ex) {
			// Nothing is known that leads here; the next one shall be written anyway.
			log.atError().setCause(ex).log("shared level not written");
		}
	}

	private void tellAll() {
		if (this.link.isUp()) {
			this.untold.values().removeIf(this.tell);
		}
	}

	/** Something to write, and the memory it holds until then. */
	private record Task(long bytes, Runnable writing) {
	}

	/** What events of one kind are about. */
	private record Subject(SharedEventKind kind, ProjectName project, RunId run) {

		static Subject of(SharedEvent event) {
			return new Subject(event.kind(), event.project(), event.run());
		}

	}

}
