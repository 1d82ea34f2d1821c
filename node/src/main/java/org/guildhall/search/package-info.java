/** Full-text search: a Lucene index of what is visible, made from the store and never the truth. */
@NullMarked
package org.guildhall.search;

import org.jspecify.annotations.NullMarked;
