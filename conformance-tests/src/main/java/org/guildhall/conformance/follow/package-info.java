/** Black-box cases: what a stranger who has only the specification finds at a running node. */
@NullMarked
package org.guildhall.conformance.follow;

import org.jspecify.annotations.NullMarked;
