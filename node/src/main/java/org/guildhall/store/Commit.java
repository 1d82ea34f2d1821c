package org.guildhall.store;

import java.util.Set;
import org.guildhall.log.TreeHash;
import org.guildhall.record.ObjectKey;

/**
 * What a durable commit changed.
 *
 * @param size entries in our own log
 * @param root of our own log at that size
 * @param grew whether our own log has new entries
 * @param holed whether payloads of our own log are gone since
 * @param threads whose pages or search documents may read differently now
 */
public record Commit(long size, TreeHash root, boolean grew, boolean holed, Set<ObjectKey> threads) {}
