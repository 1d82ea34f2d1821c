/**
 * Comparing with peers what they saw of third nodes, and of us: whoever shows one history to some and another to others is found
 * out, with a proof (OQX, chapter 09 §5). One thread, at a bounded pace.
 */
@NullMarked
package org.guildhall.peering.comparing;

import org.jspecify.annotations.NullMarked;
