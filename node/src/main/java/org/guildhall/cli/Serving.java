package org.guildhall.cli;

import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;

/** Runs a node until it is told to end. The root does this, because only the root knows all the rooms. */
@FunctionalInterface
public interface Serving {
    /**
     * How to serve.
     *
     * @param dieWithParent end when the standard input ends: whoever started this process has gone
     * @param alone sign without asking peers first what they keep of the node's log
     */
    record Wish(boolean dieWithParent, boolean alone) {}

    /**
     * Serves, and returns when the node was stopped.
     *
     * @return the exit code
     * @throws SetupFault when the node cannot be started as it is installed
     */
    int serve(DataDirectory directory, Wish wish, Console console) throws SetupFault;
}
