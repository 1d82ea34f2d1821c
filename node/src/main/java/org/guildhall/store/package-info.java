/**
 * What is kept: logs and private facts in one SQL database, and the projections that are read. One thread writes, many
 * read; a commit is acknowledged when it is on disk.
 */
@NullMarked
package org.guildhall.store;

import org.jspecify.annotations.NullMarked;
