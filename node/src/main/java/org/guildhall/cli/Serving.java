package org.guildhall.cli;

import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;

/** Runs a node until it is told to end. The root does this, because only the root knows all the rooms. */
@FunctionalInterface
public interface Serving {
    /**
     * Serves, and returns when the node was stopped.
     *
     * @param dieWithParent end when the standard input ends: whoever started this process has gone
     * @return the exit code
     * @throws SetupFault when the node cannot be started as it is installed
     */
    int serve(DataDirectory directory, boolean dieWithParent, Console console) throws SetupFault;
}
