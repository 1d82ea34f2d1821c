/**
 * Records: sealed types, strict reading, canonical bytes, limits. The lowest room: it knows nothing of keys, logs or databases.
 *
 * <p>A record arrives as bytes, is read once by {@link org.guildhall.record.RecordReader} into an {@link
 * org.guildhall.record.OqxRecord}, and travels as those very bytes for ever.
 */
@NullMarked
package org.guildhall.record;

import org.jspecify.annotations.NullMarked;
