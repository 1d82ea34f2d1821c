/**
 * Having our own checkpoints cosigned by chosen peers (OQX, chapter 09 §2), in the background: publishing never waits for it.
 */
@NullMarked
package org.guildhall.peering.witness;

import org.jspecify.annotations.NullMarked;
