/**
 * Who calls, and what they may read: decided by credential, project and limit alone, for
 * the filters of Spring Security and for the fast path alike. What is asked is only
 * passed on to the audit log.
 */
@NullMarked
package dev.honeyrelay.access;

import org.jspecify.annotations.NullMarked;
