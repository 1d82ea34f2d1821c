/** How standing behaves as facts become many: {@code scripts/bench StandingGrowth}. */
@NullMarked
package org.guildhall.bench.growth;

import org.jspecify.annotations.NullMarked;
