/**
 * Federation: the protocol's endpoints, following other nodes' logs, and the agreement to peer.
 *
 * <p>Nothing here decides what a record may do: what was fetched and verified goes to admission, what is served comes from the
 * store.
 */
@NullMarked
package org.guildhall.peering;

import org.jspecify.annotations.NullMarked;
