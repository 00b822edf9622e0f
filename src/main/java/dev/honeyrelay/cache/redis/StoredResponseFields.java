package dev.honeyrelay.cache.redis;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import dev.honeyrelay.cache.ChangeHistory;
import dev.honeyrelay.cache.StoredResponse;
import dev.honeyrelay.response.CacheControl;
import dev.honeyrelay.response.ContentCoding;
import dev.honeyrelay.response.Directive;
import dev.honeyrelay.response.Directives;
import dev.honeyrelay.response.FetchedResponse;
import dev.honeyrelay.response.Fingerprint;
import dev.honeyrelay.response.Representation;
import org.jspecify.annotations.Nullable;

/**
 * The members of a stored response, one after the other. The answer itself is compressed;
 * its entity tag says whether what comes out is what went in.
 */
final class StoredResponseFields {

	private StoredResponseFields() {
	}

	static void write(DataOutputStream out, StoredResponse stored) throws IOException {
		FetchedResponse seen = stored.seen();
		writeInstant(out, seen.askedAt());
		writeInstant(out, stored.freshUntil());
		writeInstant(out, stored.stillness().since());
		out.writeBoolean(stored.stillness().changeSeen());
		out.writeLong(seen.fingerprint().value());
		out.writeBoolean(seen.settled());
		writeOptional(out, seen.touchedAt());
		writeDirectives(out, seen.directives());
		writeOptional(out, seen.validator());
		writeRepresentation(out, seen.representation());
	}

	static StoredResponse read(DataInputStream in, int maxBytes) throws IOException {
		Instant askedAt = readInstant(in);
		Instant freshUntil = readInstant(in);
		Instant since = readInstant(in);
		boolean changeSeen = in.readBoolean();
		Fingerprint fingerprint = new Fingerprint(in.readLong());
		boolean settled = in.readBoolean();
		String touchedAt = readOptional(in);
		Directives directives = readDirectives(in);
		String validator = readOptional(in);
		FetchedResponse seen = new FetchedResponse(readRepresentation(in, maxBytes), fingerprint, settled, askedAt,
				(touchedAt != null) ? Instant.parse(touchedAt) : null, directives, validator);
		return new StoredResponse(seen, new ChangeHistory(since, changeSeen), freshUntil);
	}

	static void writeText(DataOutputStream out, String text) throws IOException {
		writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
	}

	static String readText(DataInputStream in) throws IOException {
		return new String(readBytes(in), StandardCharsets.UTF_8);
	}

	private static void writeDirectives(DataOutputStream out, Directives directives) throws IOException {
		CacheControl cacheControl = directives.cacheControl();
		out.writeBoolean(cacheControl != null);
		if (cacheControl != null) {
			writeText(out, cacheControl.directives().stream().map(Directive::name).collect(Collectors.joining(" ")));
			writeOptional(out, cacheControl.lifetime());
		}
		writeOptional(out, directives.expires());
		writeOptional(out, directives.varies());
		writeOptional(out, directives.date());
		writeText(out, directives.age().toString());
		writeText(out, directives.apparentAge().toString());
	}

	private static Directives readDirectives(DataInputStream in) throws IOException {
		CacheControl cacheControl = in.readBoolean() ? readCacheControl(in) : null;
		String expires = readOptional(in);
		String varies = readOptional(in);
		String date = readOptional(in);
		return new Directives(cacheControl, (expires != null) ? Instant.parse(expires) : null,
				(varies != null) ? Boolean.valueOf(varies) : null, (date != null) ? Instant.parse(date) : null,
				Duration.parse(readText(in)), Duration.parse(readText(in)));
	}

	private static CacheControl readCacheControl(DataInputStream in) throws IOException {
		String names = readText(in);
		String lifetime = readOptional(in);
		Set<Directive> directives = names.isEmpty() ? Set.of()
				: Stream.of(names.split(" ")).map(Directive::valueOf).collect(Collectors.toSet());
		return new CacheControl(directives, (lifetime != null) ? Duration.parse(lifetime) : null);
	}

	private static void writeRepresentation(DataOutputStream out, Representation representation) throws IOException {
		writeText(out, representation.entityTag(ContentCoding.IDENTITY));
		out.writeInt(representation.length(ContentCoding.IDENTITY));
		writeBytes(out, representation.bytes(ContentCoding.GZIP));
	}

	private static Representation readRepresentation(DataInputStream in, int maxBytes) throws IOException {
		String entityTag = readText(in);
		int length = in.readInt();
		byte[] gzip = readBytes(in);
		if (length < 0 || length > maxBytes || in.read() != -1) {
			throw new IOException("not a representation");
		}
		Representation representation = new Representation(gunzip(gzip, length), gzip);
		if (!representation.entityTag(ContentCoding.IDENTITY).equals(entityTag)) {
			throw new IOException("not the representation that was stored");
		}
		return representation;
	}

	private static byte[] gunzip(byte[] gzip, int length) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
			byte[] bytes = in.readNBytes(length);
			if (bytes.length != length || in.read() != -1) {
				throw new IOException("not of the length that was stored");
			}
			return bytes;
		}
	}

	private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
		out.writeLong(instant.getEpochSecond());
		out.writeInt(instant.getNano());
	}

	private static Instant readInstant(DataInputStream in) throws IOException {
		return Instant.ofEpochSecond(in.readLong(), in.readInt());
	}

	private static void writeOptional(DataOutputStream out, @Nullable Object value) throws IOException {
		out.writeBoolean(value != null);
		if (value != null) {
			writeText(out, value.toString());
		}
	}

	private static @Nullable String readOptional(DataInputStream in) throws IOException {
		return in.readBoolean() ? readText(in) : null;
	}

	private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static byte[] readBytes(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > in.available()) {
			throw new IOException("longer than what is left");
		}
		return in.readNBytes(length);
	}

}
