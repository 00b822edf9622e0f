package dev.honeyrelay.upstream.body;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The dates in HTTP header fields, in each of the three forms that RFC 9110 section 5.6.7
 * has, whatever their case (RFC 9111 section 4.2), and with a day of one digit, as the
 * JDK writes the first. The day of the week is not held against the date.
 */
public final class HttpDate {

	private static final int LONGEST = 33;

	private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

	private static final String TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";

	private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";

	private static final List<Pattern> FORMS = Stream
		.of(DAY + ", (?<day>[0-9]{1,2}) (?<month>[a-z]{3}) (?<year>[0-9]{4}) " + TIME + " GMT",
				"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>[0-9]{2})-(?<month>[a-z]{3})-(?<year>[0-9]{2}) "
						+ TIME + " GMT",
				DAY + " (?<month>[a-z]{3}) (?<day>[ 0-9][0-9]) " + TIME + " (?<year>[0-9]{4})")
		.map((form) -> Pattern.compile(form, Pattern.CASE_INSENSITIVE))
		.toList();

	private HttpDate() {
	}

	/**
	 * Returns the date that {@code text} means, or {@code null} if it means none.
	 * @param now the time, which tells the century of a year of two digits
	 */
	public static @Nullable Instant parse(@Nullable String text, Instant now) {
		String date = (text != null) ? text.strip() : "";
		if (date.length() > LONGEST) {
			return null;
		}
		return FORMS.stream()
			.map((form) -> form.matcher(date))
			.filter(Matcher::matches)
			.findFirst()
			.map((parts) -> read(parts, now))
			.orElse(null);
	}

	private static @Nullable Instant read(Matcher parts, Instant now) {
		int month = MONTHS.indexOf(parts.group("month").toLowerCase(Locale.ROOT));
		int second = number(parts, "second");
		// A leap second is the last one of its minute.
		if (month % 3 != 0 || second > 60) {
			return null;
		}
		try {
			LocalDateTime minute = LocalDateTime.of(number(parts, "year"), month / 3 + 1, number(parts, "day"),
					number(parts, "hour"), number(parts, "minute"));
			LocalDateTime full = (parts.group("year").length() == 2) ? inCentury(minute, now) : minute;
			return full.toInstant(ZoneOffset.UTC).plusSeconds(second);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	// More than 50 years ahead means the past.
	private static LocalDateTime inCentury(LocalDateTime date, Instant now) {
		LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(50);
		int century = latest.getYear() / 100 * 100;
		LocalDateTime inLatest = date.withYear(century + date.getYear());
		return inLatest.isAfter(latest) ? date.withYear(century - 100 + date.getYear()) : inLatest;
	}

	private static int number(Matcher parts, String part) {
		return Integer.parseInt(parts.group(part).strip());
	}

}
