/** The root: the entry point, configuration, wiring by hand and the route table. */
@NullMarked
package org.guildhall;

import org.jspecify.annotations.NullMarked;
