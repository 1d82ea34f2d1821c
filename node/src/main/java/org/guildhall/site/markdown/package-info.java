/** From Markdown that anybody may have written to HTML that is safe in our pages. */
@NullMarked
package org.guildhall.site.markdown;

import org.jspecify.annotations.NullMarked;
