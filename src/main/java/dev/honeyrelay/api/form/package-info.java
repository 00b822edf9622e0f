/**
 * The forms in which content leaves, and what those that are laid out while they are sent
 * have in common. It knows nothing of requests.
 */
@NullMarked
package dev.honeyrelay.api.form;

import org.jspecify.annotations.NullMarked;
