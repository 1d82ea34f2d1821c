/**
 * Following other nodes' logs: fetch, verify, hand to admission, and wait for more. One thread a peer, whose cursor is the size
 * that was verified and stored; everything fetched is verified before it is believed.
 */
@NullMarked
package org.guildhall.peering.following;

import org.jspecify.annotations.NullMarked;
