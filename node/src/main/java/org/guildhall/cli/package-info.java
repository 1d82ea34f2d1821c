/**
 * The command line: a client of the administrative API of the running node; commands that work while it is down ({@code
 * init}, {@code rebuild}, {@code log verify}) use the rooms.
 */
@NullMarked
package org.guildhall.cli;

import org.jspecify.annotations.NullMarked;
