/**
 * The one gate. A form that was posted here and a record that a peer logged end in the same rule book, the same
 * transaction and the same tables.
 */
@NullMarked
package org.guildhall.admission;

import org.jspecify.annotations.NullMarked;
