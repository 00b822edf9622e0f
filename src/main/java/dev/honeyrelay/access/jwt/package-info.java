/**
 * Callers named by JSON Web Tokens of an issuer: the issuer's keys, and what of a token
 * is checked.
 */
@NullMarked
package dev.honeyrelay.access.jwt;

import org.jspecify.annotations.NullMarked;
