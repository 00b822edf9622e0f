/**
 * The secrets that live here and nowhere else: the projects' HoneyHive keys and the
 * digests of the callers' tokens. Knows neither HTTP nor what the secrets are used for.
 */
@NullMarked
package dev.honeyrelay.credentials;

import org.jspecify.annotations.NullMarked;
