/**
 * The append-only log: entries, the Merkle tree over them, checkpoints, tiles, frames, proofs, and what a follower may believe of
 * somebody else's. Pure: bytes in, bytes and verdicts out; nothing here reads a network, a clock or a database.
 */
@NullMarked
package org.guildhall.log;

import org.jspecify.annotations.NullMarked;
