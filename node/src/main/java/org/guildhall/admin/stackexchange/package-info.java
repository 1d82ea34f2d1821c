/**
 * The importer of Stack Exchange data dumps (Posts.xml, Users.xml, Comments.xml and their neighbours).
 *
 * <p>It reads a dump in several passes with bounded memory ({@link org.guildhall.admin.stackexchange.PostIndex} and
 * {@link org.guildhall.admin.stackexchange.Spill} say how), makes whole threads of it, and turns HTML into Markdown by way
 * of a document tree: jsoup reads the HTML, {@link org.guildhall.admin.stackexchange.HtmlTree} builds commonmark-java's
 * tree from it, and that library's own Markdown renderer writes it.
 *
 * <p>{@link org.guildhall.admin.stackexchange.StackExchangeImport} is the way in. docs/decisions/importing.md says what
 * becomes of what, and docs/decisions/dependencies.md why no ready-made converter is used.
 */
@NullMarked
package org.guildhall.admin.stackexchange;

import org.jspecify.annotations.NullMarked;
