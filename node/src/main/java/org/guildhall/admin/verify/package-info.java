/** Recomputes everything about a stored log from its bytes, trusting nothing that was computed when they came in. */
@NullMarked
package org.guildhall.admin.verify;

import org.jspecify.annotations.NullMarked;
