package dev.honeyrelay.results;

import dev.honeyrelay.cache.ManualTime;
import dev.honeyrelay.cache.Settings;
import dev.honeyrelay.cache.Sighting;
import dev.honeyrelay.cache.Store;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.run.Questions;

/**
 * A result of 20 KB, with numbers as dull and as varied as metrics are: what it takes to
 * keep one.
 */
final class UsualAnswer {

	/** The bytes of the heap that a replica's store takes for it. */
	static final long WEIGHT;

	/** The bytes that Redis takes for it: compressed, and what comes with it. */
	static final int ENTRY;

	private static final int LENGTH = 20_000;

	private static final int BESIDE = 650;

	static {
		FetchedResponse seen = Sighting.of(text(), ManualTime.START).seen();
		Store store = new Store(new ManualTime(), Settings.with());
		store.responses().store(Questions.result("0be07ccb-6b3d-414a-b2a6-4569fcd78109"), seen);
		WEIGHT = store.bytes();
		ENTRY = seen.representation().length(ContentCoding.GZIP) + BESIDE;
	}

	private UsualAnswer() {
	}

	private static String text() {
		StringBuilder text = new StringBuilder("{\"status\":\"completed\",\"success\":true,\"metrics\":{\"details\":[");
		for (int number = 1; text.length() < LENGTH; number++) {
			text.append("{\"metric_name\":\"metric_").append(number).append("\",\"metric_type\":\"CLIENT_SIDE\",");
			text.append("\"aggregate\":").append((number * 7919 % 100003) / 100003.0);
			text.append(",\"event_name\":\"step_").append(number % 17).append("\",\"values\":[");
			text.append(number % 11).append(',').append(number % 7).append("]},");
		}
		return text.append("null]}}").toString();
	}

}
