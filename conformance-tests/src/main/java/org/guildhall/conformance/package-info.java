/** Judges a node from outside, by the protocol alone. */
@NullMarked
package org.guildhall.conformance;

import org.jspecify.annotations.NullMarked;
