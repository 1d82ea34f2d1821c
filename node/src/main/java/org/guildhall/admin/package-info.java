/**
 * What an administrator does with a node: the administrative API of a running one, importers. May use every room above it
 * but {@code site}.
 */
@NullMarked
package org.guildhall.admin;

import org.jspecify.annotations.NullMarked;
