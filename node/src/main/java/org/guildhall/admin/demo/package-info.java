/** The invented communities of the demo federation, and how a demo's node is filled with its own. */
@NullMarked
package org.guildhall.admin.demo;

import org.jspecify.annotations.NullMarked;
