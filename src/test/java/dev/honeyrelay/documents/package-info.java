/**
 * Holds the documents to what is true: settings, links, examples.
 */
package dev.honeyrelay.documents;
