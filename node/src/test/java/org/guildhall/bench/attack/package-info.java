/** Attacks on standing, and the honest federation that they are tried on: {@code scripts/bench Reputation}. */
@NullMarked
package org.guildhall.bench.attack;

import org.jspecify.annotations.NullMarked;
