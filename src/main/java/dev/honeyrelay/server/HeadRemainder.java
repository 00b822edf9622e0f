package dev.honeyrelay.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request's head after the parser had given up on it. A page of another
 * origin can only read why, if its {@code Origin} is found there.
 */
final class HeadRemainder {

	// A head of 32 KB is refused before all of it was read.
	private static final int LONGEST = 64 * 1024;

	private static final int PIECE = 8 * 1024;

	private static final Pattern ORIGIN = Pattern.compile("\\n(?i:origin):[ \\t]*([!-~]{1,256})[ \\t]*\\r?\\n");

	private static final Pattern END = Pattern.compile("\\n\\r?\\n");

	private HeadRemainder() {
	}

	/**
	 * Returns the origin that is named in what was {@code received} or can be read at
	 * once, or {@code null}. Reads nothing if that has the end of the head.
	 */
	static @Nullable String originIn(ByteBuffer received, EndPoint endPoint) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(PIECE);
		append(received, bytes);
		try {
			ByteBuffer piece = ByteBuffer.allocate(PIECE).flip();
			while (bytes.size() < LONGEST && !isWhole(bytes) && endPoint.fill(piece) > 0) {
				append(piece, bytes);
				piece.clear().flip();
			}
		}
		catch (IOException ex) {
			// What came until then has to do.
		}
		String text = bytes.toString(StandardCharsets.ISO_8859_1);
		Matcher end = END.matcher(text);
		Matcher origin = ORIGIN.matcher(text).region(0, end.find() ? end.end() : text.length());
		return origin.find() ? origin.group(1) : null;
	}

	private static boolean isWhole(ByteArrayOutputStream bytes) {
		return END.matcher(bytes.toString(StandardCharsets.ISO_8859_1)).find();
	}

	private static void append(ByteBuffer piece, ByteArrayOutputStream bytes) {
		byte[] copy = new byte[piece.remaining()];
		piece.get(copy);
		bytes.writeBytes(copy);
	}

}
