package dev.honeyrelay.fastpath;

import java.nio.ByteBuffer;

import dev.honeyrelay.api.Transfer;
import org.eclipse.jetty.http.HttpFields;

/**
 * A response from the store.
 *
 * @param status 200 or 304
 * @param fields its header fields
 * @param headOnly whether the request was for no more than its head
 * @param body the bytes to send, or none
 * @param transfer its transfer to the caller, closed by {@code sent}
 * @param sent to be run once the bytes have been sent, or cannot be
 */
record CachedHttpResponse(int status, HttpFields fields, boolean headOnly, ByteBuffer body, Transfer transfer,
		Runnable sent) {
}
