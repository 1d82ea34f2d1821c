/**
 * Everything this node asks of other machines goes out through {@link org.guildhall.peering.outgoing.OutgoingHttp}: addresses
 * are vetted and pinned, redirects are not followed, sizes and times are bounded, media types are exact.
 */
@NullMarked
package org.guildhall.peering.outgoing;

import org.jspecify.annotations.NullMarked;
