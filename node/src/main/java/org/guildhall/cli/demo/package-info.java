/**
 * The demo federation: four nodes on this machine with invented content, and the story that is played on them. It is a
 * guest: it starts the nodes as processes and talks to them as a browser and as the command line do, never to their
 * classes.
 */
@NullMarked
package org.guildhall.cli.demo;

import org.jspecify.annotations.NullMarked;
