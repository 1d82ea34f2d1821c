/**
 * Credentials: what a member takes along (OQX, chapter 12). Building and checking are pure and offline: bytes in, bytes and plain
 * statements out; nothing here reads a network, a clock or a database.
 */
@NullMarked
package org.guildhall.credential;

import org.jspecify.annotations.NullMarked;
