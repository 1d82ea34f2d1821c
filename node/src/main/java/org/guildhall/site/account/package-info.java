/** Signing in and staying signed in: sessions, form tokens, limits of attempts (A39). */
@NullMarked
package org.guildhall.site.account;

import org.jspecify.annotations.NullMarked;
