/**
 * The pages that explain the relay: {@code /docs}, {@code /openapi.json} and
 * {@code /problems/*}, made from the documents of the repository.
 */
@NullMarked
package dev.honeyrelay.documents;

import org.jspecify.annotations.NullMarked;
