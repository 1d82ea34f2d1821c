/** The vectors of the specification: what they are made of, what an implementation must say to them, and the program that writes them. */
@NullMarked
package org.guildhall.conformance.vectors;

import org.jspecify.annotations.NullMarked;
