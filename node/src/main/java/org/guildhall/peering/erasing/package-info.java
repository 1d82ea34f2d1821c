/** Receipts: that what another node erased is gone here, told to that node until it has heard it. */
@NullMarked
package org.guildhall.peering.erasing;

import org.jspecify.annotations.NullMarked;
