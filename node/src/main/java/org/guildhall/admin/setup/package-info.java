/** An installation on disk: the data directory, its configuration, and how both are made. */
@NullMarked
package org.guildhall.admin.setup;

import org.jspecify.annotations.NullMarked;
