package dev.honeyrelay.web;

import java.nio.ByteBuffer;

/**
 * A response from the store, whose header fields have been written down already.
 *
 * @param status 200 or 304
 * @param body the bytes to send, or none
 * @param sent to be run once they have left, or cannot
 */
record Hit(int status, ByteBuffer body, Runnable sent) {
}
