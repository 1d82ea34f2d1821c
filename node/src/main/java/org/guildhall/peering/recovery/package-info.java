/**
 * Our own log as our peers keep it: asked for at each start, before anything is signed (OQX, chapter Mirrors §2), and read back
 * when the disk is old or lost.
 */
@NullMarked
package org.guildhall.peering.recovery;

import org.jspecify.annotations.NullMarked;
