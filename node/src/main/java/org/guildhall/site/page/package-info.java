/** The templates of {@code src/main/jte}, compiled. */
@NullUnmarked
package org.guildhall.site.page;

import org.jspecify.annotations.NullUnmarked;
