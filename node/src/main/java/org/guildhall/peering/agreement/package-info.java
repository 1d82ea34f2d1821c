/**
 * Who a node is and whether we peer with it: discovery documents, fingerprints, invitations, and the peerings of this node.
 */
@NullMarked
package org.guildhall.peering.agreement;

import org.jspecify.annotations.NullMarked;
