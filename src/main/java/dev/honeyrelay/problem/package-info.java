/**
 * Failures as problem documents (RFC 9457), made in one place: the types, the document,
 * and what container, Spring Security and Spring MVC refuse by themselves.
 */
@NullMarked
package dev.honeyrelay.problem;

import org.jspecify.annotations.NullMarked;
