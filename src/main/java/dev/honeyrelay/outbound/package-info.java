/**
 * The way out of a company's network: which proxy a connection goes through, and whose
 * certificates are trusted at its end. For HoneyHive, the issuers' keys and the collector
 * of spans alike. It knows nothing of what they are asked.
 */
@NullMarked
package dev.honeyrelay.outbound;

import org.jspecify.annotations.NullMarked;
