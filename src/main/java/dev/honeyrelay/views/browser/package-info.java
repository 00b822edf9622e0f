/**
 * What a browser needs beside pages: the files that they are made with, what it may load
 * and run for them, and problems that a person can read. Nothing here knows what pages
 * say.
 */
@NullMarked
package dev.honeyrelay.views.browser;

import org.jspecify.annotations.NullMarked;
