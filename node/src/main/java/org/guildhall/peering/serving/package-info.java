/**
 * What this node answers to other nodes: discovery, its log, and proposals of peering. Handlers on the event loop read
 * requests and write answers; everything that touches the store or a key is handed to workers.
 */
@NullMarked
package org.guildhall.peering.serving;

import org.jspecify.annotations.NullMarked;
