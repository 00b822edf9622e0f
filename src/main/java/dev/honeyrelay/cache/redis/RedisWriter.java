package dev.honeyrelay.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import dev.honeyrelay.cache.redis.InvalidationPublisher.Untold;
import dev.honeyrelay.cache.redis.RedisCircuit.Reply;
import dev.honeyrelay.memory.Heap;
import dev.honeyrelay.run.ProjectName;
import dev.honeyrelay.run.RunId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the shared level, one thing after the other, so that nobody waits for it.
 * Answers are dropped where too many are waiting: they are only an offer. Events and
 * removals are kept until they have been published.
 */
final class RedisWriter {

	private static final Logger log = LoggerFactory.getLogger(RedisWriter.class);

	private static final int MOST_TASKS = 10_000;

	private static final int MOST_EVENTS = 10_000;

	private static final int MOST_REMOVALS = 10_000;

	// With the longest names of a project and of a run.
	private static final long LONGEST_EVENT = 500;

	private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>(MOST_TASKS);

	private final Map<Subject, Untold> untold = new ConcurrentHashMap<>();

	// Keys of entries that are still to be removed.
	private final Set<String> removals = ConcurrentHashMap.newKeySet();

	private final AtomicLong bytes = new AtomicLong();

	private final RedisCircuit circuit;

	private final UnaryOperator<Untold> tell;

	private volatile boolean refused;

	private volatile boolean ending;

	/**
	 * Creates a writer that has to be started.
	 * @param circuit the way to the shared level
	 * @param tell tells of an event and returns what is left to be told
	 */
	RedisWriter(RedisCircuit circuit, UnaryOperator<Untold> tell) {
		this.circuit = circuit;
		this.tell = tell;
	}

	/** Returns how many bytes of the heap what waits to be written may take. */
	static long mostBytes() {
		return Heap.share(32);
	}

	/** Returns how many bytes of the heap untold events and removals may take. */
	static long mostBytesOfEvents() {
		return (MOST_EVENTS + MOST_REMOVALS) * LONGEST_EVENT;
	}

	/**
	 * Queues {@code writing}, which holds {@code bytes}; returns whether there was room
	 * for it.
	 */
	boolean offer(long bytes, Runnable writing) {
		if (this.bytes.addAndGet(bytes) <= mostBytes() && this.tasks.offer(new Task(bytes, writing))) {
			return true;
		}
		this.bytes.addAndGet(-bytes);
		return false;
	}

	/**
	 * Publishes {@code event} as soon as that is possible; returns whether there was room
	 * to keep it until then.
	 */
	boolean tell(InvalidationEvent event) {
		if (this.untold.size() >= MOST_EVENTS) {
			return false;
		}
		this.untold.merge(Subject.of(event), Untold.of(event), Untold::latest);
		retry();
		return true;
	}

	/**
	 * Lets the entry of that key be removed, after what has been offered before; returns
	 * whether it is kept in mind until then.
	 */
	boolean remove(String key) {
		if (this.removals.size() >= MOST_REMOVALS) {
			return false;
		}
		this.removals.add(key);
		retry();
		return true;
	}

	/** Returns whether Redis refuses to keep an event for replicas that come later. */
	boolean isRefused() {
		return this.refused;
	}

	/** Tries again what could not be told or removed. */
	void retry() {
		if (!this.untold.isEmpty() || !this.removals.isEmpty()) {
			offer(0, () -> {
			});
		}
	}

	/** Writes until the thread is interrupted, or all is written after {@link #end}. */
	void run() {
		try {
			while (!this.ending || !this.tasks.isEmpty()) {
				Task task = this.tasks.take();
				this.bytes.addAndGet(-task.bytes());
				write(task);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Lets {@link #run} return once all that waits has been written. */
	void end() {
		this.ending = true;
		offer(0, () -> {
		});
	}

	private void write(Task task) {
		try {
			task.writing().run();
			if (this.circuit.isUp()) {
				tellAll();
				removeAll();
			}
		}
		catch (RuntimeException ex) {
			// No known failure leads here; the next task is to be written anyway.
			log.atError().setCause(ex).log("shared level not written");
		}
	}

	private void tellAll() {
		this.untold.forEach((subject, before) -> {
			Untold left = this.tell.apply(before);
			// Unless the same has happened again meanwhile.
			if (left.isTold()) {
				this.untold.remove(subject, before);
			}
			else {
				this.untold.replace(subject, before, left);
			}
		});
		noteRefusal(this.untold.values().stream().anyMatch((left) -> left.refused() && !left.marked()));
	}

	private void noteRefusal(boolean now) {
		if (now && !this.refused) {
			log.warn("shared level refuses purges and changes");
		}
		if (!now && this.refused) {
			log.info("shared level takes purges and changes again");
		}
		this.refused = now;
	}

	private void removeAll() {
		this.removals.removeIf((key) -> this.circuit
			.write((redis) -> redis.del(key.getBytes(StandardCharsets.UTF_8))) instanceof Reply.Given);
	}

	/** Something to write, and the memory it holds until then. */
	private record Task(long bytes, Runnable writing) {
	}

	/** What events of one kind are about. */
	private record Subject(InvalidationEvent.Kind kind, ProjectName project, RunId run) implements Comparable<Subject> {

		private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::project)
			.thenComparing(Subject::run)
			.thenComparing(Subject::kind);

		@Override
		public int compareTo(Subject other) {
			return ORDER.compare(this, other);
		}

		static Subject of(InvalidationEvent event) {
			return new Subject(event.kind(), event.project(), event.run());
		}

	}

}
