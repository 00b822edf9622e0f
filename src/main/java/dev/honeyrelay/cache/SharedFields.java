package dev.honeyrelay.cache;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

import dev.honeyrelay.run.ContentCoding;
import dev.honeyrelay.run.Directives;
import dev.honeyrelay.run.Fingerprint;
import dev.honeyrelay.run.Observation;
import dev.honeyrelay.run.Representation;
import dev.honeyrelay.run.Veto;
import org.jspecify.annotations.Nullable;

/**
 * The members of a stored response, one after the other. The answer itself travels
 * compressed; its entity tag says whether what comes out is what went in.
 */
final class SharedFields {

	private SharedFields() {
	}

	static void write(DataOutputStream out, StoredResponse stored) throws IOException {
		Observation seen = stored.seen();
		Directives directives = seen.directives();
		writeInstant(out, seen.askedAt());
		writeInstant(out, stored.freshUntil());
		writeInstant(out, stored.stillness().since());
		out.writeBoolean(stored.stillness().changeSeen());
		out.writeLong(seen.fingerprint().value());
		out.writeBoolean(seen.settled());
		writeOptional(out, (seen.touchedAt() != null) ? seen.touchedAt().toString() : null);
		writeOptional(out, (directives.veto() != null) ? directives.veto().name() : null);
		writeOptional(out, (directives.freshness() != null) ? directives.freshness().toString() : null);
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
		Observation seen = new Observation(readRepresentation(in, maxBytes), fingerprint, settled, askedAt,
				(touchedAt != null) ? Instant.parse(touchedAt) : null, directives, validator);
		return new StoredResponse(seen, new Stillness(fingerprint, since, changeSeen), freshUntil);
	}

	static void writeText(DataOutputStream out, String text) throws IOException {
		writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
	}

	static String readText(DataInputStream in) throws IOException {
		return new String(readBytes(in), StandardCharsets.UTF_8);
	}

	private static Directives readDirectives(DataInputStream in) throws IOException {
		String veto = readOptional(in);
		String freshness = readOptional(in);
		return new Directives((veto != null) ? Veto.valueOf(veto) : null,
				(freshness != null) ? Duration.parse(freshness) : null);
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

	private static void writeOptional(DataOutputStream out, @Nullable String text) throws IOException {
		out.writeBoolean(text != null);
		if (text != null) {
			writeText(out, text);
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
