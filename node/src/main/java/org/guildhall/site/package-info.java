/** The web site: pages and forms, rendered on the server, usable without JavaScript. */
@NullMarked
package org.guildhall.site;

import org.jspecify.annotations.NullMarked;
