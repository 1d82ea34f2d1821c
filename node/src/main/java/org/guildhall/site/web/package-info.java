/** Requests and answers of the site: one hand-off from the event loop to a worker, and what guards it. */
@NullMarked
package org.guildhall.site.web;

import org.jspecify.annotations.NullMarked;
