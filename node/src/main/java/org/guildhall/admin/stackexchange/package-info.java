/**
 * The importer of Stack Exchange data dumps (Posts.xml, Users.xml, Comments.xml and their neighbours).
 *
 * <p>It reads a dump in several passes with bounded memory ({@link org.guildhall.admin.stackexchange.PostIndex} and
 * {@link org.guildhall.admin.stackexchange.Spill} say how), makes whole threads of it, and turns HTML into Markdown by way
 * of a document tree: jsoup reads the HTML, {@link org.guildhall.admin.stackexchange.HtmlTree} builds commonmark-java's
 * tree from it, and that library's own Markdown renderer writes it. A converter that writes Markdown directly
 * (flexmark-html2md) was tried on 2,451 real bodies: it changed the text or the structure of 124 of them (unescaped list
 * markers, lost strike-through, quotes inside lists, markup inside sub- and superscripts).
 */
@NullMarked
package org.guildhall.admin.stackexchange;

import org.jspecify.annotations.NullMarked;
