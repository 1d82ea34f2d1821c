/** What an administrator's machine, network and files look like to the node, each fault with its remedy. Changes nothing. */
@NullMarked
package org.guildhall.admin.doctor;

import org.jspecify.annotations.NullMarked;
