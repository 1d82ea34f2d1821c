/** Interface texts: bundles in four languages, plural rules, dates and numbers. No text of the interface is in code. */
@NullMarked
package org.guildhall.site.text;

import org.jspecify.annotations.NullMarked;
