/**
 * Pages for people: the rows of views laid out as HTML, by templates that escape whatever
 * they are given. A page says nothing that its rows do not say. Nothing here knows where
 * answers come from, or how a page is sent.
 */
@NullMarked
package dev.honeyrelay.views.pages;

import org.jspecify.annotations.NullMarked;
