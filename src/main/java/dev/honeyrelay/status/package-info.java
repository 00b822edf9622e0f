/**
 * What the relay's operator is shown of its state, in one place and without a secret.
 * Looks at everything and changes nothing; no other package knows of it.
 */
@NullMarked
package dev.honeyrelay.status;

import org.jspecify.annotations.NullMarked;
