/** What the pages show: plain records that handlers fill and templates read. Nothing here asks a database. */
@NullMarked
package org.guildhall.site.view;

import org.jspecify.annotations.NullMarked;
