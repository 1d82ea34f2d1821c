/**
 * OQX once more, from the chapters alone: the Java runtime's cryptography, Jackson's tokenizer, and nothing of the node. It is written to be
 * compared with the specification, not to be fast; names follow the chapters, and each class says which one it is.
 */
@NullMarked
package org.guildhall.conformance.oqx;

import org.jspecify.annotations.NullMarked;
